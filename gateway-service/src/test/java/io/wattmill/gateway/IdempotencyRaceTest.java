// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.gateway.far.Folders;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** One key, many callers, two gateways over one database, and gateways that end. */
class IdempotencyRaceTest {

    private static final int CALLERS = 240;

    private Site site;
    private Vertx otherVertx;
    private Path otherFolder;
    private GatewayService other;

    @BeforeEach
    void open() {
        open("60s");
    }

    /** Two gateways whose claims stand so long unless they are kept up. */
    private void open(String claim) {
        site = new Site(Map.of("WATTMILL_GATEWAY_IDEMPOTENCY_CLAIM", claim));
        otherVertx = Vertx.vertx();
        otherFolder = Folders.make("wattmill-gateway-2");
        other = site.another(otherVertx, otherFolder, Map.of());
        Await.await(other.start());
    }

    @AfterEach
    void close() {
        Await.await(other.stop());
        Await.await(otherVertx.close());
        site.close();
        Folders.delete(otherFolder);
    }

    private static HttpResponse<String> post(HttpClient http, GatewayService to, Call call)
            throws IOException, InterruptedException {
        URI uri = to.httpAddress().resolve("/v1/chat/completions");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("authorization", "Bearer " + call.apiKey())
                        .header("idempotency-key", call.key())
                        .POST(HttpRequest.BodyPublishers.ofString(call.body()))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private record Call(String apiKey, String key, String body) {}

    /** As a client does: what is still running is asked for again. */
    private static HttpResponse<String> untilAnswered(
            HttpClient http, GatewayService to, Call call, CountDownLatch start)
            throws IOException, InterruptedException {
        start.await();
        HttpResponse<String> response = post(http, to, call);
        while (response.statusCode() == 409) {
            assertTrue(response.body().contains("idempotency_key_in_use"), response::body);
            response = post(http, to, call);
        }
        return response;
    }

    @Test
    void oneOfManyCallersIsBilledAndAllGetItsAnswer() throws Exception {
        site.one.does(new Script.Answer(11, 4, 20));
        Call call = new Call(site.developerKey(), "race", Site.chat(true, ""));
        Set<String> bodies;
        Set<String> ids;
        try (HttpClient http = HttpClient.newHttpClient()) {
            List<HttpResponse<String>> answers = race(http, call);
            answers.forEach(answer -> assertEquals(200, answer.statusCode(), answer::body));
            bodies = answers.stream().map(HttpResponse::body).collect(Collectors.toSet());
            ids = answers.stream().map(Site::requestId).collect(Collectors.toSet());
            long first =
                    answers.stream()
                            .filter(a -> a.headers().firstValue("idempotent-replayed").isEmpty())
                            .count();
            assertEquals(1, first, "one was not a repetition");
        }
        assertEquals(1, bodies.size());
        assertEquals(1, ids.size());
        assertEquals(1, site.one.received().size() + site.two.received().size());
        site.ledger.await(ids.iterator().next());
        assertEquals(1, site.ledger.booked().size());
    }

    private List<HttpResponse<String>> race(HttpClient http, Call call)
            throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<HttpResponse<String>>> calls = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                GatewayService to = i % 2 == 0 ? site.gateway() : other;
                calls.add(callers.submit(() -> untilAnswered(http, to, call, start)));
            }
            start.countDown();
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> next : calls) {
                answers.add(next.get());
            }
            return answers;
        }
    }

    /** What it had delivered is billed from its journal, under its own id. */
    @Test
    void aRestartFreesWhatItsLastRunLeftAndTheRetrySaysWhatCameBefore() throws Exception {
        Call call = new Call(site.developerKey(), "restart", Site.chat(true, ""));
        UUID cutOff = claimed(call, nameOf(site.gateway()), "1 hour");
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertEquals(409, post(http, other, call).statusCode());
        }
        site.restart();
        assertRunsAnew(call, cutOff);
    }

    @Test
    void aClaimThatNobodyKeepsUpRunsOut() throws Exception {
        Call call = new Call(site.developerKey(), "died", Site.chat(true, ""));
        UUID cutOff = claimed(call, "a gateway that is no more", "1 hour");
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertEquals(409, post(http, site.gateway(), call).statusCode());
        }
        endsSoon(cutOff);
        assertRunsAnew(call, cutOff);
    }

    @Test
    void aClaimIsKeptUpForAsLongAsItsRequestRuns() throws Exception {
        close();
        open("5s");
        site.one.does(new Script.HangsAfter(2));
        Call call = new Call(site.developerKey(), "long", Site.chat(true, ""));
        try (HttpClient http = HttpClient.newHttpClient();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first =
                    callers.submit(() -> post(http, site.gateway(), call));
            Await.until(() -> keptUp(), "the claim is older than it would stand by itself");
            assertEquals(409, post(http, other, call).statusCode());
            first.cancel(true);
        }
    }

    /** The name that {@code gateway} settles under; the other one settles with the same ledger. */
    private String nameOf(GatewayService gateway) throws Exception {
        String requestId;
        try (HttpClient http = HttpClient.newHttpClient()) {
            Call call = new Call(site.developerKey(), "named", Site.chat(false, ""));
            requestId = Site.requestId(post(http, gateway, call));
        }
        site.ledger.await(requestId);
        return site.ledger.batches().stream()
                .filter(batch -> holds(batch, requestId))
                .findFirst()
                .orElseThrow()
                .getGatewayId();
    }

    private static boolean holds(SettleBatch batch, String requestId) {
        return batch.getRecordsList().stream()
                .anyMatch(record -> record.getRequestId().equals(requestId));
    }

    private boolean keptUp() {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement();
                ResultSet rows =
                        sql.executeQuery(
                                """
                                SELECT claimed_until - keep_until + interval '24 hours' > interval '5500 ms'
                                FROM gateway.idempotency
                                """)) {
            return rows.next() && rows.getBoolean(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The claim that a gateway made before its process ended. */
    private UUID claimed(Call call, String gateway, String until) throws SQLException {
        UUID requestId = UUID.randomUUID();
        try (Connection connection = TestPostgres.connect(site.postgres);
                PreparedStatement sql =
                        connection.prepareStatement(
                                """
                                INSERT INTO gateway.idempotency (api_key_id, name, body, project_id, request_id,
                                    gateway_id, run_id, claimed_until, keep_until)
                                SELECT id, sha256(convert_to(?, 'UTF8')),
                                    sha256(convert_to('chat.completions' || chr(10) || ?, 'UTF8')), 'demo', ?, ?,
                                    gen_random_uuid(), now() + ?::interval, now() + interval '24 hours'
                                FROM gateway.api_key WHERE name = 'first developer key'
                                """)) {
            sql.setString(1, call.key());
            sql.setString(2, call.body());
            sql.setObject(3, requestId);
            sql.setString(4, gateway);
            sql.setString(5, until);
            assertEquals(1, sql.executeUpdate());
        }
        return requestId;
    }

    private void endsSoon(UUID requestId) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                PreparedStatement sql =
                        connection.prepareStatement(
                                """
                                UPDATE gateway.idempotency SET claimed_until = now() + interval '300 ms'
                                WHERE request_id = ?
                                """)) {
            sql.setObject(1, requestId);
            assertEquals(1, sql.executeUpdate());
        }
    }

    private void assertRunsAnew(Call call, UUID cutOff) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> retry =
                    untilAnswered(http, site.gateway(), call, new CountDownLatch(0));
            assertEquals(200, retry.statusCode(), retry::body);
            assertEquals(
                    cutOff.toString(),
                    retry.headers().firstValue("idempotent-interrupted").orElse("none"));
            site.ledger.await(Site.requestId(retry));
        }
    }
}
