// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.Vertx;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.GatewayService;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.trust.Seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Billing on a database of its own, gateways on the same one, and one engine. */
final class LimitedSite implements AutoCloseable {

    static final String PROJECT = "demo";
    private static final Duration LONG_TERM = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(120);

    final Vertx vertx = Vertx.vertx();
    final FakeClock clock = new FakeClock();
    final CountedEngine engine = CountedEngine.start(vertx);
    final ServiceContext context;
    private final PostgresConfig database = PatientServices.database();
    private final Seal seal = new Seal(new byte[32], 60_000_000L);
    private final Path folder = folder();
    private final HttpClient http = HttpClient.newHttpClient();
    private final BillingService billing;
    private final List<GatewayService> gateways = new ArrayList<>();
    private final List<CutLedger> links = new ArrayList<>();
    private String developerKey = "";
    private String adminKey = "";

    private LimitedSite(boolean fake, Duration term) {
        ServiceContext real = ServiceContext.of(vertx);
        Clock time = fake ? clock : Clock.system();
        this.context = real.with(time, Ticker.system());
        this.billing =
                new BillingService(
                        context,
                        Configuration.parse(
                                        """
                                        billing:
                                          leases: {term: %ds, slice-term: 60s, grace: 1s, skew: 50ms, interval: 50ms}
                                          chain: {interval: 100ms}
                                        """
                                                .formatted(term.toSeconds()),
                                        Map.of())
                                .section("billing", BillingConfig.class)
                                .with(database),
                        seal);
        await(billing.start());
    }

    /** A site with so many gateways, which lends for longer than a machine may stand still. */
    static LimitedSite with(int gateways) {
        return with(gateways, LONG_TERM);
    }

    /** A site with so many gateways and such a term of leases, whole seconds. */
    static LimitedSite with(int gateways, Duration term) {
        LimitedSite site = new LimitedSite(false, term);
        IntStream.range(0, gateways).forEach(site::gateway);
        return site;
    }

    /** One gateway, and a wall clock that moves when told. */
    static LimitedSite onAFakeClock() {
        LimitedSite site = new LimitedSite(true, LONG_TERM);
        site.gateway(0);
        return site;
    }

    private void gateway(int number) {
        CutLedger link = new CutLedger(billing.ledger());
        GatewayConfig config =
                Configuration.parse(yaml(number), Map.of()).section("gateway", GatewayConfig.class);
        GatewayService gateway =
                new GatewayService(
                        ServiceContext.of(vertx).with(context.clock(), Ticker.system()),
                        config,
                        new OneNode(engine.url()),
                        link,
                        new Backends(billing.httpAddress(), billing.httpAddress()),
                        seal);
        await(gateway.start());
        await(gateway.bootstrapKeys())
                .ifPresent(
                        keys -> {
                            developerKey = keys.developerKey();
                            adminKey = keys.adminKey();
                        });
        gateways.add(gateway);
        links.add(link);
    }

    private String yaml(int number) {
        return """
        gateway:
          data: %s/%d
          identity: {pepper-file: %s/pepper, refresh: 100ms}
          http: {port: 0, access-log: false}
          settle: {heartbeat: 100ms}
          lending: {interval: 500ms, tick: 20ms, skew: 50ms, refresh: 100ms, timeout: 60s, grant-wait: 60s}
          relay: {place-timeout: 60s, connect-timeout: 60s}
          flush-timeout: 200ms
          postgres:
            connect-timeout: 60s
            host: %s
            port: %d
            database: %s
            user: %s
            password: %s
            owner-user: %s
            owner-password: %s
        """
                .formatted(
                        folder,
                        number,
                        folder,
                        database.host(),
                        database.port(),
                        database.database(),
                        database.user(),
                        database.password(),
                        database.migrationUser(),
                        database.migrationPassword());
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("wattmill-limits");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The gateway can reach billing no more, and billing not hear of it: as if it were dead. */
    void kill(int gateway) {
        links.get(gateway).cut();
    }

    Api admin() {
        return new Api(gateways.getFirst().httpAddress(), adminKey);
    }

    /** Sets a budget or limit of the project. */
    void budget(String id, String unit, String amount, String window, String mode) {
        budget(id, "project", PROJECT, unit, amount, window, mode);
    }

    /** Sets a budget or limit, and waits until every gateway knows. */
    void budget(
            String id,
            String scope,
            String scopeId,
            String unit,
            String amount,
            String window,
            String mode) {
        String frame = window.isEmpty() ? "" : ", \"window\": \"" + window + "\"";
        String body =
                """
                {"scope": "%s", "scope_id": "%s", "unit": "%s", "amount": %s, "mode": "%s"%s}
                """
                        .formatted(scope, scopeId, unit, amount, mode, frame);
        var reply = send("PUT", "/billing/budgets/" + id, adminKey, body, 0);
        assertEquals(200, reply.statusCode(), reply.body());
        awaitBudgets();
    }

    void remove(String id) {
        assertEquals(200, send("DELETE", "/billing/budgets/" + id, adminKey, "", 0).statusCode());
        awaitBudgets();
    }

    /** A budget as billing lists it. */
    JsonNode listed(String id) {
        for (var budget : admin().json("/billing/budgets").path("data")) {
            if (budget.path("id").asText().equals(id)) {
                return budget;
            }
        }
        throw new AssertionError("no budget " + id);
    }

    /** Until every gateway that hears billing keeps to as many budgets as there are. */
    private void awaitBudgets() {
        String many = admin().json("/billing/budgets").path("data").size() + " budgets";
        for (int i = 0; i < gateways.size(); i++) {
            if (!links.get(i).isCut()) {
                Api gateway = new Api(gateways.get(i).httpAddress(), "");
                Patience.until(
                        () -> gateway.json("/health/ready").toString(),
                        ready -> ready.contains('"' + many),
                        "told of the budgets");
            }
        }
    }

    /** A chat request of 9 prompt tokens, as both sides count them, for at most so many more. */
    static String chat(long maxTokens, boolean stream) {
        return """
        {"model":"llama-3.1-8b","messages":[{"role":"user","content":"hello"}],"max_tokens":%d,"stream":%s}\
        """
                .formatted(maxTokens, stream);
    }

    HttpResponse<String> ask(long maxTokens) {
        return ask(maxTokens, 0);
    }

    HttpResponse<String> ask(long maxTokens, int gateway) {
        return send("POST", "/v1/chat/completions", developerKey, chat(maxTokens, false), gateway);
    }

    /** The same of another API that takes chat's words. */
    HttpResponse<String> askAt(String path, long maxTokens) {
        return send("POST", path, developerKey, chat(maxTokens, false), 0);
    }

    /** As {@link #ask} from so many callers at once, one gateway after the other. */
    List<HttpResponse<String>> askAtOnce(int callers, long maxTokens) {
        List<Callable<HttpResponse<String>>> calls =
                IntStream.range(0, callers)
                        .mapToObj(
                                n ->
                                        (Callable<HttpResponse<String>>)
                                                () -> ask(maxTokens, n % gateways.size()))
                        .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> call : threads.invokeAll(calls)) {
                answers.add(call.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> send(
            String method, String path, String key, String body, int gateway, String... headers) {
        URI uri = gateways.get(gateway).httpAddress().resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER_LIMIT)
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .headers(with(headers))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A header that nobody reads keeps the builder content when there is no other. */
    private static String[] with(String... headers) {
        return headers.length == 0 ? new String[] {"x-test", "1"} : headers;
    }

    String developerKey() {
        return developerKey;
    }

    URI address(int gateway) {
        return gateways.get(gateway).httpAddress();
    }

    /** What a query says, from the database itself. */
    long number(String sql) {
        try (var connection = TestPostgres.connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (GatewayService gateway : gateways) {
            await(gateway.stop());
        }
        await(billing.stop());
        http.close();
        await(vertx.close());
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
