// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Text to scalar, for the types that a setting may have. */
final class Scalars {

    private static final Map<Class<?>, Function<String, Object>> PARSERS =
            Map.ofEntries(
                    Map.entry(String.class, text -> text),
                    Map.entry(int.class, Integer::valueOf),
                    Map.entry(Integer.class, Integer::valueOf),
                    Map.entry(long.class, Long::valueOf),
                    Map.entry(Long.class, Long::valueOf),
                    Map.entry(double.class, Double::valueOf),
                    Map.entry(Double.class, Double::valueOf),
                    Map.entry(boolean.class, Scalars::bool),
                    Map.entry(Boolean.class, Scalars::bool),
                    Map.entry(BigDecimal.class, BigDecimal::new),
                    Map.entry(Duration.class, Scalars::duration),
                    Map.entry(Path.class, Path::of),
                    Map.entry(URI.class, URI::create));

    private Scalars() {}

    static boolean supports(Class<?> type) {
        return type.isEnum() || PARSERS.containsKey(type);
    }

    /** The value, or empty when the text is not of that type. */
    static Optional<Object> parse(String text, Class<?> type) {
        try {
            return type.isEnum()
                    ? enumConstant(text, type)
                    : Optional.of(parser(type).apply(text.strip()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** What a value of this type looks like, for error messages. */
    static String expectation(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double", "BigDecimal" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "a duration such as 250ms, 10s, 5m or 1h";
            case "Path" -> "a file path";
            case "URI" -> "a URL";
            default -> "text";
        };
    }

    /**
     * The quantity that {@code min} and {@code max} of a {@link Setting} bound, when the type has
     * one.
     */
    static OptionalLong magnitude(Object value) {
        return switch (value) {
            case Integer number -> OptionalLong.of(number);
            case Long number -> OptionalLong.of(number);
            case Double number -> OptionalLong.of((long) Math.floor(number));
            case BigDecimal number -> OptionalLong.of(number.longValue());
            case Duration duration -> OptionalLong.of(duration.toMillis());
            default -> OptionalLong.empty();
        };
    }

    private static Function<String, Object> parser(Class<?> type) {
        Function<String, Object> parser = PARSERS.get(type);
        if (parser == null) {
            throw new IllegalStateException("a setting cannot be a " + type);
        }
        return parser;
    }

    private static Optional<Object> enumConstant(String text, Class<?> type) {
        String wanted = text.strip().replace('-', '_').replace('.', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(wanted))
                .map(Object.class::cast)
                .findFirst();
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String text) {
        int unitAt = 0;
        while (unitAt < text.length() && Character.isDigit(text.charAt(unitAt))) {
            unitAt++;
        }
        long amount = Long.parseLong(text.substring(0, unitAt));
        return switch (text.substring(unitAt).strip()) {
            case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
