// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Joules: every one that the meter counted is somebody's, or is named as nobody's. */
@ExtendWith(SharedSuite.class)
class MeterTest {
    private final LiveSuite suite;

    MeterTest(LiveSuite suite) {
        this.suite = suite;
    }

    @Test
    void windowsSumToTheMeterAndRequestsBecomeMeasured() throws InterruptedException {
        for (var id : served(8)) {
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

    /** Ids of so many requests, which were served side by side. */
    private List<String> served(int requests) throws InterruptedException {
        List<Callable<HttpResponse<String>>> calls =
                IntStream.range(0, requests).mapToObj(this::call).toList();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return callers.invokeAll(calls).stream()
                    .map(Future::resultNow)
                    .map(reply -> reply.headers().firstValue("x-request-id").orElseThrow())
                    .toList();
        }
    }

    private Callable<HttpResponse<String>> call(int n) {
        return () -> suite.developer().chat(Api.MODEL, "measure me " + n, 60);
    }

    private static boolean isMeasured(JsonNode ledger) {
        return ledger.path("energy").path("method").asText().equals("measured");
    }
}
