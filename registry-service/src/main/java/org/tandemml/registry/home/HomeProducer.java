package org.tandemml.registry.home;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the home injectable. */
@Singleton
final class HomeProducer {
    @Produces
    @Singleton
    Home home(HomeConfig config) {
        return Home.open(config.home());
    }
}
