package org.tandemml.serving;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.tandemml.model.TandemException;
import org.tandemml.serving.cache.LastGood;
import org.tandemml.serving.cache.ModelCache;
import org.tandemml.serving.config.HomeSettings;
import org.tandemml.serving.config.RegistrySettings;
import org.tandemml.serving.config.ServingSettings;
import org.tandemml.serving.engine.ModelRuntime;
import org.tandemml.serving.engine.enforce.EnforcementMode;
import org.tandemml.serving.home.CacheFolder;
import org.tandemml.serving.home.StartupException;
import org.tandemml.serving.load.ModelLoader;
import org.tandemml.serving.metrics.ServingMeters;
import org.tandemml.serving.naming.Target;
import org.tandemml.serving.slot.Reconciler;
import org.tandemml.serving.source.ModelSource;
import org.tandemml.serving.source.ModelSources;

/** Puts the parts together from the settings; the only place that knows them all. */
final class ServingBeans {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    CacheFolder cacheFolder(HomeSettings settings) {
        return CacheFolder.take(settings.home());
    }

    void release(@Disposes CacheFolder folder) throws IOException {
        folder.close();
    }

    @Produces
    @Singleton
    ModelLoader modelLoader(ServingSettings settings, Clock clock) {
        List<ModelRuntime> runtimes = new ArrayList<>();
        ServiceLoader.load(ModelRuntime.class).forEach(runtimes::add);
        EnforcementMode mode =
                switch (settings.enforcement()) {
                    case STRICT -> EnforcementMode.STRICT;
                    case MLFLOW -> EnforcementMode.MLFLOW;
                };
        return new ModelLoader(
                runtimes,
                ModelLoader.LoadSettings.of(mode, settings.maxRows(), settings.echoValues()),
                clock);
    }

    @Produces
    @Singleton
    Reconciler reconciler(
            RegistrySettings registry,
            ServingSettings settings,
            CacheFolder folder,
            ModelLoader loader,
            ServingMeters meters,
            Clock clock) {
        try {
            List<ModelSource> sources =
                    List.of(
                            // First: they do not wait for a registry that hangs.
                            ModelSources.folders(),
                            ModelSources.registry(
                                    registry.url(),
                                    registry.token(),
                                    registry.username(),
                                    registry.password()));
            Reconciler.Parts parts =
                    new Reconciler.Parts(
                            sources,
                            targets(settings),
                            new ModelCache(folder.path()),
                            new LastGood(folder.path()),
                            loader,
                            settings.breaking() == ServingSettings.Breaking.REFUSE);
            return new Reconciler(parts, meters, clock, settings.pollInterval());
        } catch (TandemException wrong) {
            throw new StartupException(wrong.getMessage(), wrong);
        } catch (IOException unusable) {
            throw new StartupException(
                    "The folder " + folder.path() + " cannot be used: " + unusable + ".", unusable);
        }
    }

    private static List<Target> targets(ServingSettings settings) {
        try {
            return Target.parseAll(settings.models());
        } catch (TandemException wrong) {
            throw new StartupException("TANDEM_SERVING_MODELS: " + wrong.getMessage(), wrong);
        }
    }

    void start(@Observes StartupEvent event, Reconciler reconciler) {
        reconciler.start();
    }

    /** While requests drain, nothing is swapped any more. */
    void stopSwapping(@Observes ShutdownDelayInitiatedEvent event, Reconciler reconciler) {
        reconciler.stopSwapping();
    }

    void stop(@Observes ShutdownEvent event, Reconciler reconciler) {
        reconciler.close();
    }
}
