// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Reading;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.wire.JsonLimits;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class AdmissionTest {

    private static final Tiers TIERS = new Tiers(Set.of("flex"));
    private final InFlight inFlight = new InFlight();
    private final Admission admission =
            new Admission(new AdmissionLimits(3, 2, 100, 2, TIERS), inFlight);

    private static EngineRequest chat(String extra) {
        byte[] body =
                ("{\"model\":\"m\",\"messages\":[\"hello\"]" + extra + "}")
                        .getBytes(StandardCharsets.UTF_8);
        return assertInstanceOf(
                        Reading.Valid.class, new ChatDialect(JsonLimits.DEFAULT).read(body))
                .request();
    }

    private Admission.Ticket admitted(String key) {
        return assertInstanceOf(
                        Admission.Outcome.Admitted.class, admission.admit(key, "", chat("")))
                .ticket();
    }

    private int refused(String key, String extra) {
        return assertInstanceOf(
                        Admission.Outcome.Refused.class, admission.admit(key, "", chat(extra)))
                .error()
                .status();
    }

    @Test
    void boundsRequestsOfAllAndOfOneKey() {
        Admission.Ticket first = admitted("a");
        admitted("a");
        assertEquals(429, refused("a", ""));
        admitted("b");
        assertEquals(503, refused("c", ""));
        first.close();
        first.close();
        assertEquals(2, inFlight.total());
        assertEquals(1, inFlight.of("a"));
        admitted("c");
    }

    @Test
    void refusesAbsurdWishes() {
        assertEquals(400, refused("a", ",\"max_tokens\":101"));
        assertEquals(400, refused("a", ",\"max_completion_tokens\":101"));
        assertEquals(400, refused("a", ",\"n\":3"));
        assertEquals(0, inFlight.total());
    }

    @Test
    void estimatesAQuarterOfTheBytes() {
        assertEquals(3, admitted("a").promptTokens());
    }

    @Test
    void neverLetsMoreInThanTheLimitHoweverManyAskAtOnce() throws Exception {
        Admission wide = new Admission(new AdmissionLimits(40, 10, 100, 1, TIERS), inFlight);
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(callers.submit(() -> hammer(wide, most)));
            }
            for (Future<?> call : calls) {
                finish(call);
            }
        }
        assertEquals(0, inFlight.total());
        assertEquals(0, inFlight.of("k"));
        assertEquals(true, most.get() <= 10, "at once: " + most);
    }

    private static void finish(Future<?> call) throws InterruptedException, ExecutionException {
        call.get();
    }

    private void hammer(Admission wide, AtomicInteger most) {
        for (int i = 0; i < 50; i++) {
            if (wide.admit("k", "", chat(""))
                    instanceof Admission.Outcome.Admitted(Admission.Ticket ticket)) {
                most.accumulateAndGet(inFlight.of("k"), Math::max);
                ticket.close();
            }
        }
    }
}
