package org.tandemml.http.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemml.model.Texts;

/**
 * Looks at every setting before a service starts, so that one that cannot be used is told by its
 * name and not by what it would have broken. Values of type text are not looked at: they may be
 * secret, and who reads them knows what they may hold.
 */
public final class SettingsCheck {
    /** What the configuration library takes for yes and no; it takes all else for no. */
    private static final Set<String> BOOLEANS =
            Set.of("true", "false", "1", "0", "yes", "no", "y", "n", "on", "off");

    private static final Pattern CONVERSION =
            Pattern.compile(
                    "The config property (\\S+) with the config value \"(.*?)\" threw an"
                            + " Exception whilst being converted ");

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private final SmallRyeConfig config;
    private final Function<Object, BigInteger> size;

    /** Where a service listens; Quarkus's own settings. */
    private interface Listening {
        @Expected(value = "a port from 0 to 65535", least = "0", most = "65535")
        int port();

        @Expected("an address of this machine")
        String host();
    }

    /**
     * @param config what is set
     * @param size the bytes of a value that is neither an integer nor a time, if it has a range
     */
    public SettingsCheck(SmallRyeConfig config, Function<Object, BigInteger> size) {
        this.config = config;
        this.size = size;
    }

    /**
     * Checks port and address, and all settings of these mappings.
     *
     * @param mappings interfaces with a {@code @ConfigMapping}; a method that returns an interface
     *     nested in its own is a group of settings
     * @throws WrongSettingException for the first that cannot be used
     */
    public void check(Class<?>... mappings) {
        check("quarkus.http", Listening.class);
        for (Class<?> mapping : mappings) {
            check(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping);
        }
    }

    private void check(String prefix, Class<?> mapping) {
        for (Method setting : mapping.getDeclaredMethods()) {
            if (!Modifier.isAbstract(setting.getModifiers())) {
                continue;
            }
            String property =
                    prefix
                            + "."
                            + setting.getName()
                                    .replaceAll("([A-Z])", "-$1")
                                    .toLowerCase(Locale.ROOT);
            Class<?> type = setting.getReturnType();
            if (type.isInterface() && type.getEnclosingClass() == mapping) {
                check(property, type);
            } else {
                checkValue(property, setting);
            }
        }
    }

    private void checkValue(String property, Method setting) {
        String text = config.getConfigValue(property).getValue();
        boolean optional = setting.getReturnType() == Optional.class;
        if (text == null || optional && text.isEmpty()) {
            return;
        }
        Class<?> type = type(setting.getGenericReturnType());
        Expected expected = setting.getAnnotation(Expected.class);
        if (text.isEmpty() || type != null && !isUsable(text, type, expected)) {
            throw new WrongSettingException(
                    variable(property)
                            + (text.isEmpty() ? " is empty" : " is '" + Texts.excerpt(text) + "'")
                            + "; expected "
                            + words(type, expected)
                            + ".");
        }
    }

    /** The type of a single value; null for a list of them. */
    private static @Nullable Class<?> type(Type type) {
        if (type instanceof ParameterizedType parts) {
            return parts.getRawType() == Optional.class
                    ? type(parts.getActualTypeArguments()[0])
                    : null;
        }
        return (Class<?>) type;
    }

    private boolean isUsable(String text, Class<?> type, @Nullable Expected expected) {
        if (isBoolean(type)) {
            return BOOLEANS.contains(text.strip().toLowerCase(Locale.ROOT));
        }
        Object value;
        try {
            value = convert(text, type);
        } catch (RuntimeException refused) {
            return false;
        }
        if (value == null || expected == null) {
            return value != null;
        }
        return (expected.least().isEmpty()
                        || amount(value).compareTo(amount(expected.least(), type)) >= 0)
                && (expected.most().isEmpty()
                        || amount(value).compareTo(amount(expected.most(), type)) <= 0);
    }

    private static boolean isBoolean(Class<?> type) {
        return type == boolean.class || type == Boolean.class;
    }

    private @Nullable Object convert(String text, Class<?> type) {
        return config.getConverter(type).orElseThrow().convert(text);
    }

    private BigInteger amount(String limit, Class<?> type) {
        return amount(Objects.requireNonNull(convert(limit, type), limit));
    }

    private BigInteger amount(Object value) {
        if (value instanceof Integer number) {
            return BigInteger.valueOf(number);
        }
        if (value instanceof Duration time) {
            return BigInteger.valueOf(time.getSeconds())
                    .multiply(NANOS)
                    .add(BigInteger.valueOf(time.getNano()));
        }
        return size.apply(value);
    }

    private static String words(@Nullable Class<?> type, @Nullable Expected expected) {
        if (expected != null) {
            return expected.value();
        }
        if (type != null && isBoolean(type)) {
            return "true or false";
        }
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        return "a value";
    }

    /**
     * What the configuration library says of a setting, without its codes and class names.
     *
     * @param refused what it threw
     */
    public static String plain(Throwable refused) {
        String text =
                String.valueOf(refused.getMessage())
                        .replaceAll("(java\\.[\\w.]+: )?SRCFG\\d+: ", "");
        return CONVERSION
                .matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        variable(found.group(1))
                                                + " is '"
                                                + Texts.excerpt(found.group(2))
                                                + "': "));
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
