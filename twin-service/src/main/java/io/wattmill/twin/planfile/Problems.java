// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the problems of one file, up to a bound: a file of a million mistakes needs no million
 * lines.
 */
final class Problems {
    private static final int MAX_PROBLEMS = 200;
    private static final int MAX_VALUE_CHARS = 60;

    private final List<PlanProblem> found = new ArrayList<>();

    void add(String path, String value, String unit, String problem, String fix) {
        if (found.size() < MAX_PROBLEMS) {
            found.add(new PlanProblem(path, shortened(value), unit, problem, fix));
        } else if (found.size() == MAX_PROBLEMS) {
            found.add(new PlanProblem(path, "", "", "more problems follow", "fix the first ones"));
        }
    }

    void add(String path, JsonNode value, String unit, String problem, String fix) {
        add(path, shown(value), unit, problem, fix);
    }

    List<PlanProblem> all() {
        return List.copyOf(found);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "" : value.isTextual() ? value.asText() : value.toString();
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE_CHARS
                ? value
                : value.substring(0, MAX_VALUE_CHARS) + "…";
    }
}
