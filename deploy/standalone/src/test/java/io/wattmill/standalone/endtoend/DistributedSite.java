// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.host.Ports;
import io.wattmill.standalone.postgres.EmbeddedPostgres;
import io.wattmill.standalone.postgres.PostgresSettings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole site on loopback: two gateways, a router, billing, a twin with two emulated nodes and an
 * agent for each, seven JVMs, and a PostgreSQL beside them. It speaks TLS where this machine can
 * make certificates. Each process can be killed and started again where it was.
 */
final class DistributedSite implements AutoCloseable {
    static final List<String> PROCESSES =
            List.of(
                    "twin",
                    "router",
                    "billing",
                    "gateway:g1",
                    "gateway:g2",
                    "agent:node-1",
                    "agent:node-2");

    /** Below what the kernel gives to outgoing connections. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS = 20_000;
    private static final int BLOCK = 32;
    private static final int MEMBERS = 16;

    private static final String CONFIG =
            """
            tls: {enabled: %1$s}
            cluster:
              enabled: true
              name: %2$s
              members: ["127.0.0.1:%3$d"]
              tls: {enabled: %1$s}
            peers:
              router: 127.0.0.1:%4$d
              billing: 127.0.0.1:%5$d
              billing-http: %6$s://127.0.0.1:%7$d
              twin-http: %6$s://127.0.0.1:%8$d
            process:
              start-timeout: 300s
              drain-timeout: 5s
              ops: {port: 0}
            router:
              fleet: {join-secret: %9$s, gather-time: 60s, silence-timeout: 10s}
            gateway:
              settle: {max-backoff: 1s}
              postgres:
                connect-timeout: 60s
                port: %10$d
                user: wattmill_gateway
                password: %9$s
                owner-user: site_owner
                owner-password: %11$s
              identity: {pepper-file: %12$s}
              lending: {interval: 1s}
            billing:
              http: {port: %7$d}
              postgres:
                connect-timeout: 60s
                port: %10$d
                user: wattmill_billing
                password: %9$s
                owner-user: site_owner
                owner-password: %11$s
              meter: {window: 2s}
              leases: {term: 10s}
            twin:
              http: {port: %8$d}
              emulator: {nodes: 2, base-port: %13$d}
            seal:
              key: %14$s
            """;
    private static final String AGENT =
            """
            tls: {enabled: %1$s}
            peers:
              router: 127.0.0.1:%2$d
              billing: 127.0.0.1:%3$d
            process:
              ops: {port: 0}
            agent:
              node-id: %4$s
              join-secret: %5$s
              labels: {emulated: "true"}
              devices: {dcgm-url: "%6$s"}
              engines:
                - {id: %4$s, url: "%7$s", gpu-type: %8$s}
            """;

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private final Optional<SiteCertificates> certificates;
    private final int firstPort;
    private final String secret = random(16);
    private final Path config;
    private final Map<String, SiteJvm> running = new LinkedHashMap<>();
    private final Map<String, JsonNode> nodes = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    private DistributedSite(
            Path folder, EmbeddedPostgres postgres, Optional<SiteCertificates> certificates)
            throws IOException {
        this.folder = folder;
        this.postgres = postgres;
        this.certificates = certificates;
        this.firstPort = freePorts();
        var pepper = Files.writeString(folder.resolve("pepper"), random(32));
        Files.setPosixFilePermissions(
                pepper, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        this.config = Files.writeString(folder.resolve("site.yaml"), config(pepper));
    }

    /** Starts everything; returns when each process serves and both nodes can be placed on. */
    static DistributedSite start(Path folder) throws Exception {
        var certificates = SiteCertificates.make(folder.resolve("tls"), PROCESSES);
        if (certificates.isEmpty()) {
            System.out.println("no bash or openssl here: the site speaks clear text");
        }
        var postgres =
                EmbeddedPostgres.start(
                        new PostgresSettings(
                                DataFolder.cache(System.getenv()),
                                folder.resolve("postgres"),
                                60,
                                32,
                                Duration.ofSeconds(180)));
        prepare(postgres);
        var site = new DistributedSite(folder, postgres, certificates);
        try {
            site.startAll();
        } catch (Exception | AssertionError e) {
            site.close();
            throw e;
        }
        return site;
    }

    /** What OPERATING.md asks of an operator; passwords follow with the configuration. */
    private static void prepare(EmbeddedPostgres postgres) throws SQLException {
        var database = postgres.address();
        var url = "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + database.database();
        try (var connection =
                        DriverManager.getConnection(url, database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE site_owner LOGIN CREATEROLE");
            statement.execute("ALTER DATABASE " + database.database() + " OWNER TO site_owner");
        }
    }

    private void startAll() throws IOException {
        for (var process : List.of("twin", "router", "billing")) {
            start(process);
        }
        for (var node : ready("twin").path("emulated_nodes")) {
            nodes.put(node.path("node_id").asText(), node);
        }
        for (var process : List.of("gateway:g1", "agent:node-1", "agent:node-2")) {
            start(process);
        }
        ready("gateway:g1");
        start("gateway:g2");
        PROCESSES.forEach(this::ready);
        for (var key : List.of("admin_key", "api_key")) {
            keys.put(key, ready("gateway:g1").path(key).asText());
        }
        requireFleet();
    }

    /** Waits until both gateways see both nodes serve. */
    void requireFleet() {
        for (var gateway : List.of("g1", "g2")) {
            Patience.until(
                    () -> admin(gateway).get("/v1/factory").body(),
                    board -> board.contains("node-1") && board.contains("node-2"),
                    "seen by " + gateway);
        }
    }

    /** Starts a process, or starts it again where it was. */
    SiteJvm start(String process) throws IOException {
        var jvm =
                process.startsWith("agent:")
                        ? agent(process, process.substring("agent:".length()), process)
                        : SiteJvm.start(
                                process.replace(':', '-'),
                                home(process),
                                settings(process),
                                process.replaceAll(":.*", ""),
                                "--config",
                                config.toString());
        running.put(process, jvm);
        return jvm;
    }

    /** An agent that claims to be a node, under the certificate of a process. */
    SiteJvm agent(String name, String node, String certificate) throws IOException {
        var watched = Optional.ofNullable(nodes.get(node)).orElseThrow();
        var home = Files.createDirectories(home(name));
        var file =
                Files.writeString(
                        home.resolve("agent.yaml"),
                        AGENT.formatted(
                                hasTls(),
                                port("router"),
                                port("billing"),
                                node,
                                secret,
                                watched.path("device_metrics_url").asText(),
                                watched.path("engine_url").asText(),
                                watched.path("gpu_type").asText()));
        return SiteJvm.start(
                name.replace(':', '-'),
                home,
                certificates.map(all -> all.settings(certificate)).orElse(Map.of()),
                "agent",
                "run",
                "--config",
                file.toString());
    }

    private Map<String, String> settings(String process) {
        var settings = new HashMap<String, String>();
        certificates.ifPresent(all -> settings.putAll(all.settings(process)));
        settings.put(
                "WATTMILL_CLUSTER_PORT",
                Integer.toString(firstPort + MEMBERS + PROCESSES.indexOf(process)));
        switch (process) {
            case "router", "billing" ->
                    settings.put("WATTMILL_PROCESS_RPC_PORT", Integer.toString(port(process)));
            case "gateway:g1", "gateway:g2" -> {
                settings.put("WATTMILL_GATEWAY_HTTP_PORT", Integer.toString(port(process)));
                settings.put("WATTMILL_GATEWAY_DATA", home(process).resolve("data").toString());
            }
            default -> {}
        }
        return settings;
    }

    private String config(Path pepper) {
        var database = postgres.address();
        var ownerSecret = random(16);
        postgres.login("site_owner", ownerSecret);
        postgres.login("wattmill_gateway", secret);
        postgres.login("wattmill_billing", secret);
        return CONFIG.formatted(
                hasTls(),
                "test-" + random(8),
                firstPort + MEMBERS,
                port("router"),
                port("billing"),
                hasTls() ? "https" : "http",
                port("billing-http"),
                port("twin-http"),
                secret,
                database.port(),
                ownerSecret,
                pepper,
                firstPort + 8,
                Base64.getEncoder().encodeToString(HexFormat.of().parseHex(random(32))));
    }

    private int port(String what) {
        return firstPort
                + List.of(
                                "router",
                                "billing",
                                "billing-http",
                                "twin-http",
                                "gateway:g1",
                                "gateway:g2")
                        .indexOf(what);
    }

    boolean hasTls() {
        return certificates.isPresent();
    }

    /** The process that runs under this name, or ran last. */
    SiteJvm process(String name) {
        var jvm = running.get(name);
        if (jvm == null) {
            throw new AssertionError(name + " was never started");
        }
        return jvm;
    }

    JsonNode ready(String process) {
        return process(process).ready();
    }

    Api admin(String gateway) {
        return api(gateway, "admin_key");
    }

    Api developer(String gateway) {
        return api(gateway, "api_key");
    }

    private Api api(String gateway, String key) {
        var url = URI.create("http://127.0.0.1:" + port("gateway:" + gateway));
        return new Api(url, keys.getOrDefault(key, ""));
    }

    /** Pid of the PostgreSQL server. */
    long postmaster() {
        return postgres.pid();
    }

    private Path home(String process) {
        return folder.resolve(process.replace(':', '-'));
    }

    private static int freePorts() {
        var chance = new SecureRandom();
        for (var attempt = 0; attempt < 100; attempt++) {
            var first = FIRST_PORT + chance.nextInt(PORTS / BLOCK) * BLOCK;
            var taken = new ArrayList<Integer>();
            for (var port = first; port < first + BLOCK; port++) {
                if (!Ports.isFree(port)) {
                    taken.add(port);
                }
            }
            if (taken.isEmpty()) {
                return first;
            }
        }
        throw new AssertionError("no free ports");
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public void close() throws IOException {
        running.values().forEach(SiteJvm::close);
        postgres.stop();
    }
}
