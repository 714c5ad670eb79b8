package org.tandemml.http.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import jakarta.annotation.Priority;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the environment says in {@code TANDEM_*}, and in the names of others that are read for
 * the same settings, as it is written: a folder or a password may hold a {@code $}. In files and
 * system properties, and in Quarkus's own variables, <code>${name}</code> goes on standing for
 * another setting.
 */
@Priority(LiteralEnvironment.PRIORITY)
public final class LiteralEnvironment implements ConfigSourceInterceptor {
    /** Nearer to the sources than the interceptor that replaces expressions (3300). */
    static final int PRIORITY = 3_000;

    private static final long serialVersionUID = 1L;
    private static final Pattern OURS = Pattern.compile("(tandem\\.|TANDEM_|MLFLOW_|AWS_).*");

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue found = context.proceed(name);
        return found != null
                        && found.getValue() != null
                        && EnvConfigSource.NAME.equals(found.getConfigSourceName())
                        && OURS.matcher(name).matches()
                ? found.withValue(literal(found.getValue()))
                : found;
    }

    /** A text as it must be written where expressions are replaced, to be that text afterwards. */
    public static String literal(String text) {
        return text.replace("$", "\\$");
    }
}
