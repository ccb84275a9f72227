// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting of a record tree, in the order of its components, as the binder would take it. */
public final class SettingLines {

    private final List<SettingLine> lines = new ArrayList<>();

    private SettingLines() {}

    /** The settings of one section. */
    public static List<SettingLine> of(String section, Class<? extends Record> type) {
        SettingLines walk = new SettingLines();
        walk.record(section, type, true);
        return List.copyOf(walk.lines);
    }

    /**
     * @param overridable whether variables reach it: not where its path has a name of the user's
     */
    private void record(String path, Class<?> type, boolean overridable) {
        for (RecordComponent component : type.getRecordComponents()) {
            String child = path + "." + KebabCase.of(component.getName());
            if (component.getType().isRecord()) {
                record(child, component.getType(), overridable);
            } else {
                line(child, component, overridable);
                elements(child, component.getGenericType());
            }
        }
    }

    /** What is in each element of a list or mapping of records. */
    private void elements(String path, Type type) {
        if (type instanceof ParameterizedType generic
                && element(generic) instanceof Class<?> raw
                && raw.isRecord()) {
            String each = generic.getRawType() == Map.class ? path + ".NAME" : path + "[]";
            record(each, raw, false);
        }
    }

    private void line(String path, RecordComponent component, boolean overridable) {
        SettingRule rule = SettingRule.of(component);
        SettingType type = SettingType.of(component);
        Optional<String> text = rule.defaultText().filter(value -> !value.isEmpty());
        lines.add(
                new SettingLine(
                        path,
                        rule.secret() ? type.words() + ", secret" : type.words(),
                        text,
                        !type.mayBeAbsent() && rule.defaultText().isEmpty(),
                        type.range(rule),
                        overridable && type.isText()
                                ? Optional.of(KebabCase.environmentName(path))
                                : Optional.empty(),
                        doc(component)));
    }

    private static String doc(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        return setting == null ? "" : setting.doc();
    }

    /** What a list or an optional holds, or the values of a mapping. */
    static Type element(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        return arguments[arguments.length - 1];
    }
}
