// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@link Setting} and {@link Secret} say of one component. */
record SettingRule(Optional<String> defaultText, long min, long max, boolean secret) {

    static SettingRule of(RecordComponent component) {
        boolean secret = component.isAnnotationPresent(Secret.class);
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            return new SettingRule(Optional.empty(), Long.MIN_VALUE, Long.MAX_VALUE, secret);
        }
        Optional<String> text =
                Optional.of(setting.value()).filter(value -> !value.equals(Setting.REQUIRED));
        return new SettingRule(text, setting.min(), setting.max(), secret);
    }

    boolean allows(Object value) {
        OptionalLong magnitude = Scalars.magnitude(value);
        return magnitude.isEmpty() || magnitude.getAsLong() >= min && magnitude.getAsLong() <= max;
    }

    String range() {
        String low = min == Long.MIN_VALUE ? "-∞" : Long.toString(min);
        String high = max == Long.MAX_VALUE ? "∞" : Long.toString(max);
        return "[" + low + ", " + high + "] (durations in ms)";
    }

    String shown(String text) {
        return secret ? "the value" : "'" + text + "'";
    }
}
