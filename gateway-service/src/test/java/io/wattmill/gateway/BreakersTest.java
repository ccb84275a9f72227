// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.Observation.BreakerChanged;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Engines that fail are left alone for a while, then tried by one call at a time. */
class BreakersTest {

    private static final String PATH = "/v1/chat/completions";

    private final FakeTicker ticker = new FakeTicker();
    private Site site;

    @BeforeEach
    void open() {
        site =
                new Site(
                        Map.of("WATTMILL_GATEWAY_RELAY_BREAKER_FAILURES_IN_A_ROW", "3"),
                        "",
                        ticker);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private HttpResponse<String> ask() {
        return site.post(PATH, Site.chat(false, ""));
    }

    private void asked(int times) {
        for (int i = 0; i < times; i++) {
            assertEquals(200, ask().statusCode());
        }
    }

    private @Nullable Gauge gauge(String node) {
        return site.context().metrics().find("wattmill_breaker_state").tag("node", node).gauge();
    }

    private double state(String node) {
        Gauge gauge = gauge(node);
        return gauge == null ? 0 : gauge.value();
    }

    private List<BreakerChanged> told() {
        return site.router.observed().stream()
                .filter(Observation::hasBreaker)
                .map(Observation::getBreaker)
                .toList();
    }

    private RawClient caller(boolean stream) {
        return new RawClient(site.port())
                .send(RawClient.chat(site.developerKey(), Site.chat(stream, "")));
    }

    private void opened() {
        site.one.does(new Script.Status(500, "boom"));
        asked(3);
        assertEquals(1, state("node-1"));
    }

    @Test
    void leavesAnEngineAloneThatFailedThreeTimesAndTellsTheRouter() {
        opened();
        asked(2);
        assertEquals(3, site.one.received().size());
        assertEquals(List.of("node-1"), site.router.asked().getLast().getExcludedNodeIdsList());
        Await.until(() -> told().size() == 1, "the router hears of it");
        assertEquals(BreakerChanged.State.STATE_OPEN, told().getFirst().getState());
        assertEquals("status-500", told().getFirst().getReason());
        assertTrue(told().getFirst().getUntilUs() > 0);
    }

    @Test
    void triesAnEngineAgainWithOneCallAtATimeWhichTheCallerMayEnd() {
        opened();
        site.one.forget();
        site.one.does(new Script.Silent());
        ticker.advance(Duration.ofSeconds(1));
        try (RawClient first = caller(true)) {
            Await.until(() -> site.one.received().size() == 1, "a call tries the engine");
            assertEquals(2, state("node-1"));
            asked(5);
            assertEquals(1, site.one.received().size());
        }
        Await.until(() -> site.one.resets() == 1, "the caller leaves");
        site.one.does(new Script.Answer(11, 4, 5));
        asked(1);
        assertEquals(2, site.one.received().size(), "the next call tries it");
        assertEquals(0, state("node-1"));
        asked(3);
        assertEquals(5, site.one.received().size());
    }

    @Test
    void leavesAnEngineThatFlapsAloneForLonger() {
        opened();
        for (int i = 0; i < 3; i++) {
            ticker.advance(Duration.ofSeconds(8));
            asked(2);
            assertEquals(4 + i, site.one.received().size(), "one call tries it each time");
        }
        Await.until(
                () -> told().size() == 7, "open, then half-open and open three times: " + told());
    }

    @Test
    void countsBrokenStreamsAndSilenceButNoCallerThatLeaves() {
        site.one.does(new Script.Endless());
        for (int i = 0; i < 5; i++) {
            int gone = i + 1;
            try (RawClient caller = caller(true)) {
                caller.readUntil("t3 ");
            }
            Await.until(() -> site.one.resets() == gone, "the engine sees the caller leave");
        }
        assertNull(gauge("node-1"), "nothing speaks against the engine");
        site.one.does(new Script.DiesAfter(2));
        for (int i = 0; i < 3; i++) {
            assertFalse(site.post(PATH, Site.chat(true, "")).body().contains("[DONE]"));
        }
        assertEquals(1, state("node-1"));
    }

    @Test
    void countsNothingThatIsTheCallersFault() {
        for (int status : List.of(400, 413, 422, 404)) {
            site.one.does(new Script.Status(status, "no"));
            for (int i = 0; i < 4; i++) {
                ask();
            }
        }
        assertNull(gauge("node-1"));
    }

    @Test
    void asksNoEngineThatWantsToRestUntilItsTimeIsOver() {
        site.one.does(new Script.Busy(503, 7));
        asked(3);
        assertEquals(1, site.one.received().size());
        ticker.advance(Duration.ofMillis(6_900));
        asked(1);
        assertEquals(1, site.one.received().size());
        ticker.advance(Duration.ofMillis(200));
        site.one.does(new Script.Answer(11, 4, 5));
        asked(1);
        assertEquals(2, site.one.received().size());
    }

    @Test
    void saysWhenToComeBackWhileAllRest() {
        site.one.does(new Script.Busy(503, 7));
        site.two.does(new Script.Busy(429, 9));
        HttpResponse<String> first = ask();
        assertEquals(503, first.statusCode());
        assertEquals("7", first.headers().firstValue("retry-after").orElseThrow());
        HttpResponse<String> second = ask();
        assertEquals(503, second.statusCode());
        assertEquals(
                "circuit_open",
                new JsonObject(second.body()).getJsonObject("error").getString("code"));
        assertEquals("7", second.headers().firstValue("retry-after").orElseThrow());
        assertEquals(2, site.one.received().size() + site.two.received().size());
    }

    @Test
    void asksABrokenEngineAllTheSameWhenThereIsNoOther() {
        site.two.does(new Script.Status(500, "boom"));
        site.one.does(new Script.Status(500, "boom"));
        for (int i = 0; i < 3; i++) {
            assertEquals(503, ask().statusCode());
        }
        assertEquals(1, state("node-1"));
        assertEquals(1, state("node-2"));
        int before = site.one.received().size() + site.two.received().size();
        assertEquals(503, ask().statusCode());
        assertEquals(before + 1, site.one.received().size() + site.two.received().size());
        site.one.does(new Script.Answer(11, 4, 5));
        asked(2);
        assertEquals(0, state("node-1"), "an answer closes it");
    }
}
