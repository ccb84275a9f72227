// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.stream.IntStream;

/** Joules: every one that the meter counted is somebody's, or is named as nobody's. */
@ExtendWith(SharedSuite.class)
class MeterTest {
    private final LiveSuite suite;

    MeterTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void windowsSumToTheMeterAndRequestsBecomeMeasured() {
        var ids =
                IntStream.range(0, 8)
                        .mapToObj(n -> suite.developer().chat(Api.MODEL, "measure me " + n, 60))
                        .map(reply -> reply.headers().firstValue("x-request-id").orElseThrow())
                        .toList();

        for (var id : ids) {
            var measured =
                    Patience.until(
                            () -> suite.developer().ledger(id), MeterTest::isMeasured, "measured");
            assertTrue(
                    measured.path("energy").path("energy_joules").asDouble() > 0,
                    measured::toPrettyString);
        }
        var report = Books.requireBalanced(suite.admin());
        assertFalse(Books.detail(report, "B-I12").startsWith("0 "), "windows were checked");
    }

    private static boolean isMeasured(JsonNode ledger) {
        return ledger.path("energy").path("method").asText().equals("measured");
    }
}
