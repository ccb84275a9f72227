// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import static io.wattmill.kit.testing.Await.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.ledger.v1.LedgerHeaders;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.trust.Seal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One billing service on a database of its own, and what speaks to it. */
public final class BillingWorld implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERIFY_WAIT = "WATTMILL_BILLING_HTTP_VERIFY_WAIT";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** No limit of time is a test's own, unless it says so: a machine may stand still. */
    private static final Map<String, String> PATIENT =
            Map.of(
                    "WATTMILL_BILLING_SETTLE_TIMEOUT",
                    "60s",
                    "WATTMILL_BILLING_METER_TIMEOUT",
                    "60s",
                    "WATTMILL_BILLING_HTTP_ANSWER_TIMEOUT",
                    "120s",
                    VERIFY_WAIT,
                    "60s");

    public final Vertx vertx = Vertx.vertx();
    public final FakeClock clock = new FakeClock();
    public final PostgresConfig database;
    public final Seal seal = new Seal(new byte[32], 60_000_000L);
    private final String yaml;
    private ServiceContext context = context();
    private BillingService service;

    private BillingWorld(PostgresConfig database, String yaml) {
        this.database = database;
        this.yaml = yaml;
        this.service = started();
    }

    /** A fresh world whose windows are one second and whose jobs run quickly. */
    public static BillingWorld start() {
        return on(TestPostgres.fresh());
    }

    /** The same on a database that is there. */
    public static BillingWorld on(PostgresConfig database) {
        return new BillingWorld(
                database,
                """
                billing:
                  meter: {window: 1s, patience: 3s}
                  energy: {interval: 50ms, gateway-silence: 60s, gateway-lag: 0s}
                  chain: {interval: 50ms, signing-key: "%s"}
                  rollup: {interval: 50ms}
                  counters: {interval: 50ms, outcome-interval: 50ms}
                """
                        .formatted("07".repeat(32)));
    }

    public static BillingWorld start(String yaml) {
        return new BillingWorld(TestPostgres.fresh(), yaml);
    }

    public BillingService service() {
        return service;
    }

    public ServiceContext context() {
        return ServiceContext.of(vertx).with(clock, Ticker.system());
    }

    public double counter(String name, String... tags) {
        var counter = context.metrics().find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /** The gauge of a measure; NaN where there is none. */
    public double metrics(String name, String measure) {
        var gauge = context.metrics().find(name).tag("measure", measure).gauge();
        return gauge == null ? Double.NaN : gauge.value();
    }

    /** All that a timer was told, seconds. */
    public double seconds(String name) {
        var timer = context.metrics().find(name).timer();
        return timer == null ? 0 : timer.totalTime(TimeUnit.SECONDS);
    }

    /** Waits until a job that counts its rounds has finished so many more. */
    public void awaitRounds(String counter, int more) {
        double wanted = counter(counter) + more;
        Await.until(() -> counter(counter) >= wanted, more + " rounds of " + counter);
    }

    /**
     * Stops the service and starts another one on the same database, perhaps with another
     * configuration.
     */
    public void restart() {
        restart(yaml);
    }

    public void restart(String otherYaml) {
        await(service.stop());
        context = context();
        service = started(otherYaml);
    }

    private BillingService started() {
        return started(yaml);
    }

    private BillingService started(String text) {
        BillingConfig config =
                Configuration.parse(text, limits(text))
                        .section("billing", BillingConfig.class)
                        .with(database);
        BillingService fresh = new BillingService(context, config, seal);
        await(fresh.start());
        return fresh;
    }

    private static Map<String, String> limits(String text) {
        Map<String, String> limits = new HashMap<>(PATIENT);
        if (text.contains("verify-wait")) {
            limits.remove(VERIFY_WAIT);
        }
        return limits;
    }

    /** Sends one batch on a stream of its own; its acknowledgement. */
    public SettleAck settle(SettleBatch batch) {
        return settle(List.of(batch)).getFirst();
    }

    /** Sends batches on one stream; an acknowledgement for each. */
    public List<SettleAck> settle(List<SettleBatch> batches) {
        Feed<SettleBatch> feed = Feed.of(vertx, batches.size());
        BlockingQueue<SettleAck> acks = new LinkedBlockingQueue<>();
        await(service.ledger().settle(feed)).handler(acks::add);
        batches.forEach(feed::offer);
        return take(acks, batches.size());
    }

    /** Sends reports on one stream; an acknowledgement for each. */
    public List<MeterAck> report(List<MeterReport> reports) {
        Feed<MeterReport> feed = Feed.of(vertx, reports.size());
        BlockingQueue<MeterAck> acks = new LinkedBlockingQueue<>();
        await(service.meterLink().report(feed)).handler(acks::add);
        reports.forEach(feed::offer);
        return take(acks, reports.size());
    }

    private static <T> List<T> take(BlockingQueue<T> queue, int count) {
        List<T> taken = new java.util.ArrayList<>();
        while (taken.size() < count) {
            try {
                T next = queue.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError(
                            "got " + taken.size() + " of " + count + " acknowledgements");
                }
                taken.add(next);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return taken;
    }

    /** What an HTTP call gave. */
    public record Reply(int status, JsonNode json, Map<String, List<String>> headers) {}

    public static Principal tenant(String project, String key) {
        return Principal.newBuilder()
                .setOrganizationId("org")
                .setProjectId(project)
                .setKeyId(key)
                .build();
    }

    public static Principal admin() {
        return tenant("ops", "admin-key").toBuilder().addScopes("admin").build();
    }

    public Reply get(String path, Principal principal) {
        return get(path, seal.seal(principal.toByteArray(), clock.nowUs()));
    }

    /** Gets as the gateway does that has just closed a request of the asking key. */
    public Reply getAfter(String requestId, String path, Principal principal) {
        return send(
                HttpRequest.newBuilder(URI.create(service.httpAddress() + path))
                        .header(LedgerHeaders.NEWEST_REQUEST, requestId),
                seal.seal(principal.toByteArray(), clock.nowUs()));
    }

    /** Gets with a given principal header; none when it is empty. */
    public Reply get(String path, String token) {
        return send(HttpRequest.newBuilder(URI.create(service.httpAddress() + path)), token);
    }

    /** Posts JSON. */
    public Reply post(String path, String body, Principal principal) {
        return send(
                HttpRequest.newBuilder(URI.create(service.httpAddress() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                seal.seal(principal.toByteArray(), clock.nowUs()));
    }

    /** Puts JSON as an admin. */
    public Reply put(String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(service.httpAddress() + path))
                        .PUT(HttpRequest.BodyPublishers.ofString(body)),
                seal.seal(admin().toByteArray(), clock.nowUs()));
    }

    /** Deletes as an admin. */
    public Reply delete(String path) {
        return send(
                HttpRequest.newBuilder(URI.create(service.httpAddress() + path)).DELETE(),
                seal.seal(admin().toByteArray(), clock.nowUs()));
    }

    private static Reply send(HttpRequest.Builder request, String token) {
        if (!token.isEmpty()) {
            request.header(Seal.PRINCIPAL_HEADER, token);
        }
        try {
            HttpResponse<String> response =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("content-type").orElse("").contains("json");
            JsonNode body =
                    json
                            ? JSON.readTree(response.body())
                            : JSON.getNodeFactory().textNode(response.body());
            return new Reply(response.statusCode(), body, response.headers().map());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One number from the database. */
    public long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** One text from the database. */
    public String text(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Changes rows behind the service's back, triggers off: what nobody but a superuser can. */
    public void corrupt(String sql) {
        execute("SET session_replication_role = replica; " + sql);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = TestPostgres.connect(database);
        connection.setSchema("billing");
        return connection;
    }

    /** Fails with the details unless every invariant holds. */
    public void verify() {
        Reply verdict = get("/billing/verify", admin());
        if (verdict.status() != 200 || !verdict.json().get("ok").booleanValue()) {
            throw new AssertionError(verdict.json().toPrettyString());
        }
    }

    @Override
    public void close() {
        await(service.stop());
        await(vertx.close());
    }

    /** Speaks to the server through another database, as an operator would. */
    public void server(String sql) {
        PostgresConfig other =
                new PostgresConfig(
                        database.host(),
                        database.port(),
                        "postgres",
                        database.user(),
                        database.password(),
                        database.ownerUser(),
                        database.ownerPassword(),
                        1,
                        1,
                        database.connectTimeout(),
                        database.transactionSilence());
        try (Connection connection = TestPostgres.connect(other);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
