// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the problems of one file, up to a bound: a file of a million mistakes needs no million
 * lines. The rest is counted.
 */
final class Problems {
    private static final int MAX_PROBLEMS = 100;
    private static final int MAX_VALUE_CHARS = 60;
    private static final int MAX_PATH_CHARS = 200;

    private final List<PlanProblem> found = new ArrayList<>();
    private long more;

    void add(String path, String value, String unit, String problem, String fix) {
        if (found.size() < MAX_PROBLEMS) {
            var at = shortened(path, MAX_PATH_CHARS);
            found.add(new PlanProblem(at, shortened(value, MAX_VALUE_CHARS), unit, problem, fix));
        } else {
            more++;
        }
    }

    void add(String path, JsonNode value, String unit, String problem, String fix) {
        add(path, shown(value), unit, problem, fix);
    }

    List<PlanProblem> all() {
        var all = new ArrayList<>(found);
        if (more > 0) {
            var rest = "%d more %s".formatted(more, more == 1 ? "problem" : "problems");
            all.add(new PlanProblem("", "", "", rest, "correct the first ones"));
        }
        return List.copyOf(all);
    }

    boolean none() {
        return found.isEmpty();
    }

    private static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isArray() ? "[…]" : "{…}";
        }
        return value.isMissingNode() ? "" : value.asText();
    }

    private static String shortened(String value, int chars) {
        return value.length() <= chars ? value : value.substring(0, chars) + "…";
    }
}
