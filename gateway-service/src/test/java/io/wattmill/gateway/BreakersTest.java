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
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Engines that fail are left alone for a while, then tried by one call at a time. */
class BreakersTest {

    private static final String PATH = "/v1/chat/completions";

    private static final FakeTicker TICKER = new FakeTicker();
    private static Site site;
    private static int tests;
    private String first = "";
    private String second = "";

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_RELAY_BREAKER_FAILURES_IN_A_ROW", "3",
                                // The clock jumps; keys must not be old for that.
                                "WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "3600s"),
                        "",
                        TICKER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Breakers remember: each test has nodes of its own, and a new window of the retry budget. */
    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        tests++;
        first = "first-" + tests;
        second = "second-" + tests;
        site.router.serve("llama", first, site.one.url()).serve("llama", second, site.two.url());
        TICKER.advance(Duration.ofSeconds(11));
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
                .filter(one -> one.hasBreaker() && one.getNodeId().equals(first))
                .map(Observation::getBreaker)
                .toList();
    }

    private void awaitCallersThatLeft(int number) {
        Await.until(
                () ->
                        site.router.observed().stream()
                                        .filter(Observation::hasAborted)
                                        .filter(one -> one.getNodeId().equals(first))
                                        .count()
                                == number,
                "the caller has left");
    }

    private RawClient caller(boolean stream) {
        return new RawClient(site.port())
                .send(RawClient.chat(site.developerKey(), Site.chat(stream, "")));
    }

    private void opened() {
        site.one.does(new Script.Status(500, "boom"));
        asked(3);
        assertEquals(1, state(first));
    }

    @Test
    void leavesAnEngineAloneThatFailedThreeTimesAndTellsTheRouter() {
        opened();
        asked(2);
        assertEquals(3, site.one.received().size());
        assertEquals(List.of(first), site.router.asked().getLast().getExcludedNodeIdsList());
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
        TICKER.advance(Duration.ofSeconds(1));
        try (RawClient probe = caller(true)) {
            Await.until(() -> site.one.received().size() == 1, "a call tries the engine");
            assertEquals(2, state(first));
            asked(5);
            assertEquals(1, site.one.received().size());
        }
        awaitCallersThatLeft(1);
        site.one.does(new Script.Answer(11, 4, 5));
        asked(1);
        assertEquals(2, site.one.received().size(), "the next call tries it");
        assertEquals(0, state(first));
        asked(3);
        assertEquals(5, site.one.received().size());
    }

    @Test
    void triesAnEngineAgainWithOneCallHoweverManyComeAtOnce() throws Exception {
        opened();
        site.one.forget();
        site.one.does(new Script.Silent());
        TICKER.advance(Duration.ofSeconds(1));
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 80; i++) {
                callers.execute(
                        () -> {
                            String answer = site.post(PATH, Site.chat(true, "")).body();
                            answered.addAndGet(answer.contains("[DONE]") ? 1 : 0);
                        });
            }
            Await.until(() -> answered.get() == 79, "all but one are answered elsewhere");
            assertEquals(1, site.one.received().size());
            TICKER.advance(Duration.ofSeconds(121));
        }
        assertEquals(80, answered.get(), "the last one, too, when the first token is late");
        assertEquals(1, state(first));
    }

    @Test
    void hasAnotherModelTakeOverBeforeABrokenEngineIsAsked() {
        site.two.does(new Script.Status(500, "boom"));
        site.one.does(new Script.Status(500, "boom"));
        for (int i = 0; i < 3; i++) {
            assertEquals(503, ask().statusCode());
        }
        ScriptedEngine other = ScriptedEngine.start(site.vertx);
        site.router.serve("mini", "third-" + tests, other.url());
        int before = site.one.received().size() + site.two.received().size();
        HttpResponse<String> answer =
                site.post(PATH, Site.chat(false, ""), "x-wattmill-fallback", "mini");
        assertEquals("mini", new JsonObject(answer.body()).getString("model"));
        assertEquals(before, site.one.received().size() + site.two.received().size());
        assertEquals(1, site.ledger.await(Site.requestId(answer)).getAttemptsCount());
    }

    @Test
    void forcesNoCallToANodeThatFailedTheSameRequestBefore() {
        site.router.clear();
        site.router.serve("llama", second, site.two.url());
        site.two.does(new Script.Status(500, "boom"));
        for (int i = 0; i < 3; i++) {
            assertEquals(503, ask().statusCode());
        }
        assertEquals(1, state(second));
        site.router.clear();
        site.router.serve("llama", first, site.one.url()).serve("llama", second, site.two.url());
        site.one.does(new Script.Status(500, "boom"));
        site.two.does(new Script.Answer(11, 4, 5));
        HttpResponse<String> answer =
                site.post(PATH, Site.chat(false, ""), "x-wattmill-fallback", "nobody");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(1, site.one.received().size());
    }

    @Test
    void leavesAnEngineThatFlapsAloneForLonger() {
        opened();
        for (int i = 0; i < 3; i++) {
            TICKER.advance(Duration.ofSeconds(8));
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
            try (RawClient caller = caller(true)) {
                caller.readUntil("t3 ");
            }
            awaitCallersThatLeft(i + 1);
        }
        assertNull(gauge(first), "nothing speaks against the engine");
        site.one.does(new Script.Answer(11, 4, 5));
        asked(3);
        assertEquals(0, site.two.received().size());
        site.one.does(new Script.DiesAfter(2));
        for (int i = 0; i < 3; i++) {
            assertFalse(site.post(PATH, Site.chat(true, "")).body().contains("[DONE]"));
        }
        assertEquals(1, state(first));
    }

    @Test
    void countsNothingThatIsTheCallersFault() {
        for (int status : List.of(400, 413, 422, 404)) {
            site.one.does(new Script.Status(status, "no"));
            for (int i = 0; i < 4; i++) {
                ask();
            }
        }
        assertNull(gauge(first));
    }

    @Test
    void asksNoEngineThatWantsToRestUntilItsTimeIsOver() {
        site.one.does(new Script.Busy(503, 7));
        asked(3);
        assertEquals(1, site.one.received().size());
        TICKER.advance(Duration.ofMillis(6_900));
        asked(1);
        assertEquals(1, site.one.received().size());
        TICKER.advance(Duration.ofMillis(200));
        site.one.does(new Script.Answer(11, 4, 5));
        asked(1);
        assertEquals(2, site.one.received().size());
    }

    @Test
    void saysWhenToComeBackWhileAllRest() {
        site.one.does(new Script.Busy(503, 7));
        site.two.does(new Script.Busy(429, 9));
        HttpResponse<String> early = ask();
        assertEquals(503, early.statusCode());
        assertEquals("7", early.headers().firstValue("retry-after").orElseThrow());
        HttpResponse<String> late = ask();
        assertEquals(503, late.statusCode());
        assertEquals(
                "circuit_open",
                new JsonObject(late.body()).getJsonObject("error").getString("code"));
        assertEquals("7", late.headers().firstValue("retry-after").orElseThrow());
        assertEquals(2, site.one.received().size() + site.two.received().size());
    }

    @Test
    void asksABrokenEngineAllTheSameWhenThereIsNoOther() {
        site.two.does(new Script.Status(500, "boom"));
        site.one.does(new Script.Status(500, "boom"));
        for (int i = 0; i < 3; i++) {
            assertEquals(503, ask().statusCode());
        }
        assertEquals(1, state(first));
        assertEquals(1, state(second));
        int before = site.one.received().size() + site.two.received().size();
        assertEquals(503, ask().statusCode());
        assertEquals(before + 1, site.one.received().size() + site.two.received().size());
        site.one.does(new Script.Answer(11, 4, 5));
        asked(2);
        assertEquals(0, state(first), "an answer closes it");
    }
}
