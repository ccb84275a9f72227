// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

/** The suite's own audit, `/billing/verify`. */
final class Books {
    private Books() {}

    /** Waits until every check holds; fails with the last report. */
    static JsonNode requireBalanced(Api admin) {
        var report =
                Patience.until(
                        () -> admin.json("/billing/verify"),
                        r -> r.path("ok").asBoolean(),
                        "balanced");
        assertTrue(report.path("checks").size() >= 7, report::toPrettyString);
        return report;
    }

    /** The detail of one check, which must hold. */
    static String detail(JsonNode report, String name) {
        for (var check : report.path("checks")) {
            if (check.path("name").asText().startsWith(name)) {
                assertTrue(check.path("ok").asBoolean(), check::toPrettyString);
                return check.path("detail").asText();
            }
        }
        throw new AssertionError(name + " is not in " + report.toPrettyString());
    }
}
