// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** When every engine fails, callers cause a fifth more load than without retries, and no more. */
class RetryBudgetsTest {

    private static final int CALLERS = 200;

    private static List<HttpResponse<String>> all(Site site)
            throws InterruptedException, ExecutionException {
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(
                        callers.submit(
                                () -> site.post("/v1/chat/completions", Site.chat(false, ""))));
            }
            for (Future<HttpResponse<String>> call : calls) {
                answers.add(call.get());
            }
        }
        return answers;
    }

    @Test
    void boundsAStormOfRetriesAndServesAgainAfterwards() throws Exception {
        Map<String, String> settings =
                Map.of(
                        "WATTMILL_GATEWAY_RELAY_RETRIES_MIN_PER_SECOND", "1",
                        "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT", "400",
                        "WATTMILL_GATEWAY_JOURNAL_SEGMENT_BYTES", "8388608");
        try (Site site = new Site(settings, "", new FakeTicker())) {
            site.one.does(new Script.Status(500, "boom"));
            site.two.does(new Script.Status(500, "boom"));
            for (HttpResponse<String> answer : all(site)) {
                assertEquals(503, answer.statusCode(), answer.body());
                assertTrue(answer.headers().firstValue("retry-after").isPresent());
            }
            int calls = site.one.received().size() + site.two.received().size();
            assertTrue(calls <= CALLERS + CALLERS / 5 + 10, "calls " + calls);
            assertTrue(calls > CALLERS, "calls " + calls);
            assertEquals(calls - CALLERS, retries(site));
            assertTrue(refused(site) >= CALLERS - CALLERS / 5 - 10, "refused " + refused(site));
            site.one.does(new Script.Answer(11, 4, 5));
            all(site).forEach(answer -> assertEquals(200, answer.statusCode()));
        }
    }

    private static double retries(Site site) {
        return site.context()
                .metrics()
                .get("wattmill_retries")
                .tag("model", "llama")
                .tag("reason", "status-500")
                .counter()
                .count();
    }

    private static double refused(Site site) {
        Counter counter =
                site.context()
                        .metrics()
                        .find("wattmill_limit_hits")
                        .tag("limit", "relay.retry-budget")
                        .counter();
        return counter == null ? 0 : counter.count();
    }
}
