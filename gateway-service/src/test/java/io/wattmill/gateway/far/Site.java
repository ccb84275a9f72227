// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.LedgerHeaders;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.GatewayService;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.gateway.keys.BootstrapKeys;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A gateway with everything around it, and the calls that tests make. */
public final class Site implements AutoCloseable {

    /** Waits that a test shortens where they are what it looks at: no other must end by chance. */
    private static final Map<String, String> PATIENT =
            Map.of(
                    "WATTMILL_GATEWAY_APIS_TOKEN_COUNT_TIMEOUT", "30s",
                    "WATTMILL_GATEWAY_HTTP_BODY_TIMEOUT", "60s",
                    "WATTMILL_GATEWAY_HTTP_HEADER_TIMEOUT", "60s",
                    "WATTMILL_GATEWAY_IDEMPOTENCY_TIMEOUT", "30s",
                    "WATTMILL_GATEWAY_RELAY_CONNECT_TIMEOUT", "30s",
                    "WATTMILL_GATEWAY_RELAY_PLACE_TIMEOUT", "30s",
                    "WATTMILL_GATEWAY_RESPONSES_READ_TIMEOUT", "30s",
                    "WATTMILL_GATEWAY_RESPONSES_WRITE_TIMEOUT", "30s");

    private static final Duration LATE_NEWS = Duration.ofSeconds(10);

    public final Vertx vertx = Vertx.vertx();
    public final SmallRouter router = new SmallRouter();
    public final SmallLedger ledger = new SmallLedger(vertx);
    public final ScriptedEngine one = ScriptedEngine.start(vertx);
    public final ScriptedEngine two = ScriptedEngine.start(vertx);
    public final Seal seal = new Seal(new byte[32], 600_000_000);
    public final List<JsonObject> backendCalls = new CopyOnWriteArrayList<>();
    public final Map<String, String> drained = new ConcurrentHashMap<>();
    public final PostgresConfig postgres = TestPostgres.fresh();
    public final Path data;
    private final HttpServer backend;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> settings;
    private final String moreYaml;
    private final TlsConfig tls;
    public ServiceContext context;
    private GatewayService gateway;
    private BootstrapKeys keys = new BootstrapKeys("", "");

    /** A site whose gateway has these settings, by environment name. */
    public Site(Map<String, String> settings) {
        this(settings, TlsConfig.off(), TlsConfig.off());
    }

    /** And these further settings of its section, as YAML that is indented by two. */
    public Site(Map<String, String> settings, String moreYaml) {
        this(settings, moreYaml, Ticker.system());
    }

    /** And this monotonic clock. */
    public Site(Map<String, String> settings, String moreYaml, Ticker ticker) {
        this(settings, moreYaml, ticker, TlsConfig.off(), TlsConfig.off());
    }

    /** A site whose gateway, and the service behind it, have these certificates. */
    public Site(Map<String, String> settings, TlsConfig gatewayTls, TlsConfig backendTls) {
        this(settings, "", Ticker.system(), gatewayTls, backendTls);
    }

    private Site(
            Map<String, String> settings,
            String moreYaml,
            Ticker ticker,
            TlsConfig gatewayTls,
            TlsConfig backendTls) {
        this.settings = settings;
        this.moreYaml = moreYaml;
        this.tls = gatewayTls;
        this.context = ServiceContext.of(vertx).with(Clock.system(), ticker).with(tls);
        this.data = Folders.make("wattmill-gateway");
        this.backend = startBackend(backendTls);
        this.gateway = service();
        start();
        serveBoth();
    }

    /** Both engines serve the model {@code llama}. */
    public void serveBoth() {
        router.serve("llama", "node-1", one.url()).serve("llama", "node-2", two.url());
    }

    /** Puts everything around the gateway back to how it began. */
    public void reset() {
        ledger.away(false);
        awaitQuiet();
        router.clear();
        ledger.forget();
        one.forget();
        two.forget();
        backendCalls.clear();
        serveBoth();
    }

    /** Lets what is under way end, so that no test hears of the one before; but not for ever. */
    private void awaitQuiet() {
        long deadline = System.nanoTime() + LATE_NEWS.toNanos();
        while (!isQuiet() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean isQuiet() {
        return one.isIdle()
                && two.isIdle()
                && gauge("wattmill_journal_open") == 0
                && gauge("wattmill_journal_unsettled") == 0;
    }

    private double gauge(String name) {
        Gauge gauge = context.metrics().find(name).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    private HttpServer startBackend(TlsConfig backendTls) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        HttpServer server =
                vertx.createHttpServer(Tls.secure(options, backendTls))
                        .requestHandler(
                                request ->
                                        request.body()
                                                .onSuccess(
                                                        body -> {
                                                            JsonObject seen =
                                                                    new JsonObject()
                                                                            .put(
                                                                                    "method",
                                                                                    request.method()
                                                                                            .name())
                                                                            .put(
                                                                                    "uri",
                                                                                    request.uri())
                                                                            .put(
                                                                                    "body",
                                                                                    body.toString())
                                                                            .put(
                                                                                    "principals",
                                                                                    new JsonArray(
                                                                                            request.headers()
                                                                                                    .getAll(
                                                                                                            Seal
                                                                                                                    .PRINCIPAL_HEADER)))
                                                                            .put(
                                                                                    "newest",
                                                                                    request
                                                                                            .getHeader(
                                                                                                    LedgerHeaders
                                                                                                            .NEWEST_REQUEST))
                                                                            .put(
                                                                                    "traceparent",
                                                                                    request
                                                                                            .getHeader(
                                                                                                    "traceparent"))
                                                                            .put(
                                                                                    "authorization",
                                                                                    request
                                                                                            .getHeader(
                                                                                                    "authorization"));
                                                            backendCalls.add(seen);
                                                            request.response()
                                                                    .setStatusCode(207)
                                                                    .putHeader(
                                                                            "content-type",
                                                                            "application/json")
                                                                    .putHeader(
                                                                            "x-internal", "secret")
                                                                    .end(seen.toBuffer());
                                                        }));
        return Await.await(server.listen());
    }

    private GatewayService service() {
        return service(context, settings);
    }

    /**
     * One more gateway over the same database and pepper, on {@code otherVertx}, with a journal of
     * its own; not started.
     */
    public GatewayService another(Vertx otherVertx, Path folder, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("WATTMILL_GATEWAY_IDENTITY_PEPPER_FILE", data.resolve("pepper").toString());
        all.put("WATTMILL_GATEWAY_DATA", folder.toString());
        all.putAll(more);
        return service(ServiceContext.of(otherVertx), all);
    }

    private GatewayService service(ServiceContext its, Map<String, String> settings) {
        Map<String, String> environment =
                new HashMap<>(
                        Map.of(
                                "WATTMILL_GATEWAY_DATA", data.toString(),
                                "WATTMILL_GATEWAY_HTTP_PORT", "0",
                                "WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "false",
                                "WATTMILL_GATEWAY_JOURNAL_SEGMENT_BYTES", "1048576",
                                "WATTMILL_GATEWAY_ADMISSION_MAX_IN_FLIGHT", "100",
                                "WATTMILL_GATEWAY_IDENTITY_REFRESH", "100ms",
                                // What engines did in one test must not tell in the next.
                                "WATTMILL_GATEWAY_RELAY_BREAKER_FAILURES_IN_A_ROW", "100000",
                                "WATTMILL_GATEWAY_RELAY_BREAKER_MIN_CALLS", "100000",
                                "WATTMILL_GATEWAY_SETTLE_HEARTBEAT", "200ms"));
        environment.putAll(PATIENT);
        environment.putAll(settings);
        GatewayConfig config =
                Configuration.parse(yaml(), environment).section("gateway", GatewayConfig.class);
        String scheme = tls.enabled() ? "https" : "http";
        URI behind = URI.create(scheme + "://127.0.0.1:" + backend.actualPort());
        return new GatewayService(
                its, config, router, ledger, new Backends(behind, behind), seal, control());
    }

    private String yaml() {
        return """
        gateway:
          tiers:
            flex:
              slo-ttft: 2s
              mode: efficiency
              tpot-cap: 80ms
          apis:
            models:
              llama:
                has: [reasoning]
                lacks: [vision, audio]
          postgres:
            host: %s
            port: %d
            database: %s
            user: %s
            password: %s
            owner-user: %s
            owner-password: %s
        """
                        .formatted(
                                postgres.host(),
                                postgres.port(),
                                postgres.database(),
                                postgres.user(),
                                postgres.password(),
                                postgres.migrationUser(),
                                postgres.migrationPassword())
                + moreYaml;
    }

    private FleetControl control() {
        return new FleetControl() {
            @Override
            public Future<Void> drain(String nodeId, String reason) {
                drained.put(nodeId, reason);
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> resume(String nodeId) {
                return drained.remove(nodeId) == null
                        ? Future.failedFuture(new NoSuchElementException("unknown node"))
                        : Future.succeededFuture();
            }
        };
    }

    private void start() {
        Await.await(gateway.start());
        Await.await(gateway.bootstrapKeys()).ifPresent(made -> keys = made);
    }

    /** Stops the gateway and starts another on the same data. */
    public void restart() {
        Await.await(gateway.stop());
        context = ServiceContext.of(vertx).with(tls);
        gateway = service();
        start();
    }

    public GatewayService gateway() {
        return gateway;
    }

    public ServiceContext context() {
        return context;
    }

    public String adminKey() {
        return keys.adminKey();
    }

    public String developerKey() {
        return keys.developerKey();
    }

    public int port() {
        return gateway.httpAddress().getPort();
    }

    /** A chat request's body; {@code extra} is put before the closing brace. */
    public static String chat(boolean stream, String extra) {
        return "{\"model\":\"llama\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]"
                + extra
                + "}";
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, developerKey(), body, headers);
    }

    public HttpResponse<String> get(String path, String key) {
        return send("GET", path, key, "");
    }

    /** Sends a request with {@code key}, none when it is empty. */
    public HttpResponse<String> send(
            String method, String path, String key, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.httpAddress().resolve(path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The data of each event of a stream, {@code [DONE]} included. */
    public static List<String> events(String stream) {
        List<String> data = new ArrayList<>();
        for (String line : stream.split("\n")) {
            if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }
        return data;
    }

    public static String requestId(HttpResponse<?> response) {
        return response.headers().firstValue("x-request-id").orElseThrow();
    }

    @Override
    public void close() {
        Await.await(gateway.stop());
        http.close();
        Await.await(vertx.close());
        Folders.delete(data);
    }
}
