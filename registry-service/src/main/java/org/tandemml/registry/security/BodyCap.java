package org.tandemml.registry.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how large the body may be that a resource method reads as a stream, in words for the page of
 * routes. Bodies of JSON need none: their reader has a cap.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyCap {
    String value();
}
