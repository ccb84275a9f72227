// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The type of a setting in words.
 *
 * @param container what holds the values; {@code Optional} where a value may be absent, and the
 *     value's own class where nothing holds it
 * @param value class of a value
 * @param unit of a number, from the last word of its name; empty when the name says what is counted
 */
record SettingType(Class<?> container, Class<?> value, String unit) {

    private static final Set<Class<?>> NUMBERS =
            Set.of(
                    int.class,
                    Integer.class,
                    long.class,
                    Long.class,
                    double.class,
                    Double.class,
                    BigDecimal.class);

    /** Last words of names that are units, and what they say. */
    private static final Map<String, String> UNITS =
            Map.ofEntries(
                    Map.entry("bytes", "bytes"),
                    Map.entry("chars", "characters"),
                    Map.entry("tokens", "tokens"),
                    Map.entry("ppm", "millionths"),
                    Map.entry("percent", "percent"),
                    Map.entry("watts", "watts"),
                    Map.entry("gbps", "GB/s"),
                    Map.entry("kwh", "kWh"),
                    Map.entry("hours", "hours"),
                    Map.entry("days", "days"),
                    Map.entry("mb", "megabytes"),
                    Map.entry("mtok", "money per million tokens"));

    static SettingType of(RecordComponent component) {
        String name = KebabCase.of(component.getName());
        String unit = UNITS.getOrDefault(name.substring(name.lastIndexOf('-') + 1), "");
        if (component.getGenericType() instanceof ParameterizedType generic) {
            Class<?> value = (Class<?>) SettingLines.element(generic);
            return new SettingType(component.getType(), value, unit);
        }
        return new SettingType(component.getType(), component.getType(), unit);
    }

    /** "list of whole numbers" is "whole number, list". */
    String words() {
        String one = value.isRecord() ? "settings below" : scalar();
        return container == List.class
                ? "list: " + one
                : container == Map.class ? "mapping of names: " + one : one;
    }

    boolean mayBeAbsent() {
        return container == Optional.class || container == List.class || container == Map.class;
    }

    /** Whether a variable's text can be all of it. */
    boolean isText() {
        return container != Map.class && !value.isRecord();
    }

    /** The least and the most, "1 to 65535"; durations with their unit. */
    String range(SettingRule rule) {
        boolean low = rule.min() != Long.MIN_VALUE;
        boolean high = rule.max() != Long.MAX_VALUE;
        if (low && high) {
            return bound(rule.min()) + " to " + bound(rule.max());
        }
        return low ? "from " + bound(rule.min()) : high ? "to " + bound(rule.max()) : "";
    }

    private String bound(long limit) {
        return value == Duration.class ? duration(limit) : Long.toString(limit);
    }

    /** The same in the largest unit that leaves nothing over. */
    private static String duration(long ms) {
        Duration limit = Duration.ofMillis(ms);
        if (limit.toMillisPart() != 0) {
            return ms + "ms";
        }
        if (ms == 0 || limit.toSecondsPart() != 0) {
            return limit.toSeconds() + "s";
        }
        return limit.toMinutesPart() != 0 ? limit.toMinutes() + "m" : limit.toHours() + "h";
    }

    private String scalar() {
        if (value.isEnum()) {
            return Arrays.stream(value.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .map(name -> name.replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        String word =
                Scalars.expectation(value).replaceFirst("^an? ", "").replaceFirst(" such.*", "");
        return NUMBERS.contains(value) && !unit.isEmpty() ? word + ", " + unit : word;
    }
}
