// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.Vertx;
import io.wattmill.standalone.ledger.AckFile;
import io.wattmill.standalone.ledger.LedgerVerification;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The same services as separate processes, with mutual TLS, a cluster and one PostgreSQL: what one
 * JVM does they do, and each may die. The tests share one site and leave it whole; the last two
 * look at what all of them left behind, and end it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DistributedTest {
    private static final List<String> GATEWAYS = List.of("g1", "g2");
    private static final int FIRST = 1;
    private static final int BEFORE_LAST = 8;
    private static final int LAST = 9;
    private static final int LONG_ANSWER = 8_000;
    private static final int SHORT_ANSWER = 300;
    private static final String KEY = "told-twice-billed-once";
    private static final String STORY = "a short story";

    /** What no test before the rounds has killed or stopped. */
    private static final List<ProcessRound.Victim> UNTRIED =
            List.of(
                    ProcessRound.Victim.AGENT,
                    ProcessRound.Victim.DATABASE,
                    ProcessRound.Victim.PAUSED);

    private static final int ROUNDS = Integer.getInteger("wattmill.process-rounds", UNTRIED.size());
    private static final Duration PAUSE =
            Duration.ofMillis(Long.getLong("wattmill.pause-ms", 2_000));

    private final Path folder;
    private final List<String> acks = new ArrayList<>();
    private final DistributedSite site;

    DistributedTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.site = DistributedSite.start(folder);
    }

    @AfterAll
    void end() throws IOException {
        site.close();
    }

    @BeforeAll
    void servesAtAll() {
        GATEWAYS.forEach(gateway -> ask(gateway, "warm up"));
    }

    @Test
    @Order(FIRST)
    void servesThroughBothGatewaysWithKeysThatOneOfThemMade() {
        for (var gateway : GATEWAYS) {
            var id = ask(gateway, "hello");
            stream(gateway, "hello");
            for (var other : GATEWAYS) {
                var ledger = site.developer(other).ledger(id);
                assertEquals("completed", ledger.path("outcome").asText(), ledger::toPrettyString);
            }
            var strange = site.developer(gateway).with("wm_dev_" + "0".repeat(43));
            assertEquals(401, strange.get("/v1/models").statusCode());
        }
    }

    @Test
    @Order(FIRST + 1)
    void losesNothingWhenAGatewayIsKilledInMidStream() throws Exception {
        var broken = site.developer("g1").stream(Api.MODEL, "a long story", LONG_ANSWER);
        var id = broken.headers().firstValue("x-request-id").orElseThrow();
        assertTrue(broken.body().read() >= 0, "the stream had begun");
        var capped = new CappedKey(site, LONG_ANSWER + SHORT_ANSWER, GATEWAYS);
        capped.hold("g1", "g2", LONG_ANSWER);
        var once = site.developer("g1").once(KEY, STORY, SHORT_ANSWER);
        assertTrue(once.body().read() >= 0, "so had the one with a key");

        site.process("gateway:g1").kill();
        ask("g2", "the other one goes on");
        stream("g2", "the other one goes on");
        assertEquals(409, site.developer("g2").wholeOnce(KEY, STORY, SHORT_ANSWER).statusCode());

        site.start("gateway:g1").ready();
        ask("g1", "back again");
        runsOnceMore(once.headers().firstValue("x-request-id").orElseThrow());
        capped.returns("g2");
        var ledger = site.developer("g2").ledger(id);
        assertEquals("interrupted", ledger.path("outcome").asText(), ledger::toPrettyString);
    }

    /** The key of a request that died with its gateway is free, and then used up for both. */
    private void runsOnceMore(String interrupted) {
        var retry = site.developer("g2").wholeOnce(KEY, STORY, SHORT_ANSWER);
        var id = acknowledge(retry);
        assertEquals(
                interrupted, retry.headers().firstValue("idempotent-interrupted").orElse("none"));
        var again = site.developer("g1").wholeOnce(KEY, STORY, SHORT_ANSWER);
        assertEquals(retry.body(), again.body());
        assertEquals(id, again.headers().firstValue("x-request-id").orElse("none"));
        assertEquals("true", again.headers().firstValue("idempotent-replayed").orElse("none"));
        var first = site.developer("g1").ledger(interrupted);
        assertEquals("interrupted", first.path("outcome").asText(), first::toPrettyString);
    }

    @Test
    @Order(FIRST + 2)
    void asksToTryAgainWhileTheRouterIsAwayAndServesWhenItIsBack() throws Exception {
        site.process("router").kill();
        for (var gateway : GATEWAYS) {
            var refused = site.developer(gateway).chat(Api.MODEL, "nobody places this", 4);
            assertEquals(503, refused.statusCode(), refused::body);
            assertTrue(refused.headers().firstValue("retry-after").isPresent(), "Retry-After");
        }

        site.start("router").ready();
        for (var gateway : GATEWAYS) {
            var answer =
                    Patience.until(
                            () -> site.developer(gateway).chat(Api.MODEL, "and now", 4),
                            reply -> reply.statusCode() != 503,
                            "placed again");
            acknowledge(answer);
        }
        site.requireFleet();
    }

    @Test
    @Order(FIRST + 3)
    void settlesWhatHappenedWhileBillingWasAway() throws Exception {
        site.process("billing").kill();
        var id = ask("g1", "billing is away");
        site.start("billing").ready();
        var ledger =
                Patience.until(
                        () -> site.developer("g2").get("/v1/requests/" + id),
                        reply -> reply.statusCode() == 200,
                        "settled");
        assertTrue(ledger.body().contains("completed"), ledger::body);
    }

    @Test
    @Order(FIRST + 4)
    void refusesAnAgentWhoseCertificateNamesAnotherNode() throws Exception {
        assumeTrue(site.hasTls(), "skipped: no bash or openssl to make certificates with");
        try (var liar = site.agent("liar", "node-1", "agent:node-2")) {
            var ops = URI.create(liar.ready().path("ops").asText());
            var said =
                    Patience.until(
                            () -> new Api(ops, "").get("/health/ready"),
                            reply -> reply.body().contains("node-2"),
                            "refused");
            assertEquals(503, said.statusCode(), said::body);
        }
        ask("g1", "the true node-1 still serves");
    }

    @Test
    @Order(FIRST + 5)
    void keepsEveryAnswerWhateverDiesUnderLoad() throws Exception {
        var seed = Long.getLong("wattmill.seed", System.nanoTime());
        System.out.println(
                "process rounds: seed %1$d (repeat with -Dwattmill.seed=%1$d)".formatted(seed));
        var chance = new Random(seed);
        var due = new ArrayList<>(UNTRIED);
        var vertx = Vertx.vertx();
        try {
            for (var round = 1; round <= ROUNDS; round++) {
                if (due.isEmpty()) {
                    due.addAll(List.of(ProcessRound.Victim.values()));
                    Collections.shuffle(due, chance);
                }
                var outcome =
                        new ProcessRound(
                                        vertx,
                                        site,
                                        due.removeLast(),
                                        PAUSE,
                                        chance.nextLong(),
                                        folder.resolve("acks-of-rounds.txt"))
                                .run();
                System.out.println("round %d: %s".formatted(round, outcome));
            }
        } finally {
            vertx.close().await();
        }
    }

    @Test
    @Order(BEFORE_LAST)
    void balancesTheBooksAndTheMeters() throws Exception {
        var measured = ask("g2", "measure me");
        Patience.until(
                () -> site.developer("g1").ledger(measured),
                DistributedTest::isMeasured,
                "measured");
        var report = Books.requireBalanced(site.admin("g1"));
        assertFalse(Books.detail(report, "B-I12").startsWith("0 "), "windows were checked");

        var file = AckFile.read(Files.write(folder.resolve("acks.txt"), acks));
        var admin = site.admin("g2");
        var verdict =
                LedgerVerification.of(admin.url(), admin.key(), file, Patience.LIMIT, _ -> {});
        assertTrue(verdict.holds(), () -> String.join("\n", verdict.lines()));
        assertEquals(acks.size(), verdict.acks().ids().size());
    }

    @Test
    @Order(LAST)
    void endsEveryProcessWithZeroWhenAskedTo() throws Exception {
        endTogether(List.of("gateway:g1", "gateway:g2", "agent:node-1", "agent:node-2"));
        endTogether(List.of("router", "billing", "twin"));
    }

    private void endTogether(List<String> names) throws InterruptedException {
        names.forEach(name -> site.process(name).terminate());
        for (var name : names) {
            var process = site.process(name);
            assertEquals(0, process.exitCode(), () -> name + ": " + process.lastWords());
        }
    }

    private static boolean isMeasured(JsonNode ledger) {
        return ledger.path("energy").path("method").asText().equals("measured");
    }

    /** A short answer in full; its request id. */
    private String ask(String gateway, String prompt) {
        return acknowledge(site.developer(gateway).chat(Api.MODEL, prompt, 6));
    }

    private String stream(String gateway, String prompt) {
        var reply = site.developer(gateway).wholeStream(Api.MODEL, prompt, 6);
        assertTrue(reply.body().contains("[DONE]"), reply::body);
        return acknowledge(reply);
    }

    private String acknowledge(HttpResponse<String> reply) {
        assertEquals(200, reply.statusCode(), reply::body);
        var id = reply.headers().firstValue("x-request-id").orElseThrow();
        acks.add(id);
        return id;
    }
}
