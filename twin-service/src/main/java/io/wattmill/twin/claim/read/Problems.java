// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file, up to a bound. */
final class Problems {
    private static final int MAX_PROBLEMS = 200;
    private static final int MAX_VALUE_CHARS = 60;

    private final List<ClaimProblem> found = new ArrayList<>();

    void add(String path, JsonNode value, String problem, String fix) {
        String shown =
                value.isMissingNode()
                        ? ""
                        : value.isValueNode() ? value.asText() : value.toString();
        add(path, shown, problem, fix);
    }

    void add(String path, String value, String problem, String fix) {
        if (found.size() < MAX_PROBLEMS) {
            found.add(new ClaimProblem(path, shortened(value), problem, fix));
        } else if (found.size() == MAX_PROBLEMS) {
            found.add(new ClaimProblem(path, "", "more problems follow", "fix the first ones"));
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    List<ClaimProblem> all() {
        return List.copyOf(found);
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE_CHARS
                ? value
                : value.substring(0, MAX_VALUE_CHARS) + "…";
    }
}
