package org.tandemml.http.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a setting may hold, besides what its type says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Expected {
    /** In words that end a sentence, for example {@code a time from 1ms to 24h}. */
    String value();

    /** The least value, as a user would set it; empty: there is none. */
    String least() default "";

    /** The greatest value, as a user would set it; empty: there is none. */
    String most() default "";
}
