// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Assumption;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.given.Given;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every value of a plan that is a default or the planner's word, found by walking through the
 * plan's records. What many racks say alike is told once. The shakiest stand first.
 */
final class Assumptions {
    private final Set<Assumption> found = new LinkedHashSet<>();

    private Assumptions() {}

    static List<Assumption> of(FacilityPlan plan) {
        var walk = new Assumptions();
        walk.record("", plan);
        return walk.found.stream()
                .sorted(Comparator.comparing(Assumption::provenance).reversed())
                .toList();
    }

    private void value(String path, Object value) {
        switch (value) {
            case Given<?> given -> given(path, given);
            case Optional<?> optional -> optional.ifPresent(each -> value(path, each));
            case List<?> list -> list.forEach(each -> value(path, each));
            case Map<?, ?> map -> map.forEach((key, each) -> value(path + "." + key(key), each));
            case Record record -> record(path, record);
            default -> {}
        }
    }

    private void given(String path, Given<?> given) {
        if (given.provenance().compareTo(Provenance.CLAIMED) >= 0) {
            var text = text(given.value());
            found.add(new Assumption(path, text, given.provenance(), given.source()));
        }
    }

    private void record(String path, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            var name = kebab(component.getName());
            value(path.isEmpty() ? name : path + "." + name, held(record, component));
        }
    }

    private static Object held(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("records of a plan are public", e);
        }
    }

    /** As a reader writes it: {@code lift-k 10.0, cop 7.0; lift-k 20.0, cop 4.8}. */
    private static String text(Object value) {
        return switch (value) {
            case List<?> list ->
                    list.stream().map(Assumptions::text).collect(Collectors.joining("; "));
            case Record record ->
                    Arrays.stream(record.getClass().getRecordComponents())
                            .map(one -> kebab(one.getName()) + " " + text(held(record, one)))
                            .collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }

    private static String key(Object key) {
        return String.valueOf(key).toLowerCase(Locale.ROOT);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
