package org.tandemml.registry.identity;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Ids from the secure random numbers of a version 4 UUID. */
@Singleton
@DefaultBean
final class RandomIds implements IdGenerator {
    @Override
    public String hex32() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
