// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.joining;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.AsyncMap;
import io.wattmill.contract.ledger.v1.LedgerAddresses;
import io.wattmill.contract.ledger.v1.PriceChanged;
import io.wattmill.kit.bus.Bus;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.health.Health;
import io.wattmill.kit.telemetry.Metrics;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class ClusterTest {

    /** Starting a member on a busy machine takes seconds. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private static final PriceChanged MESSAGE = PriceChanged.newBuilder().setVersion(7).build();

    private final String site = "test-" + UUID.randomUUID();
    private final List<Cluster> members = new ArrayList<>();

    @AfterEach
    void close() {
        members.reversed().forEach(member -> Await.await(member.close(), START_LIMIT));
    }

    private Cluster join(String name, TlsConfig tls, Cluster... known) {
        Map<String, String> settings =
                Map.of(
                        "WATTMILL_CLUSTER_ENABLED", "true",
                        "WATTMILL_CLUSTER_NAME", name,
                        "WATTMILL_CLUSTER_PORT", "0",
                        "WATTMILL_CLUSTER_MEMBERS",
                                Stream.of(known)
                                        .flatMap(other -> other.address().stream())
                                        .collect(joining(",")),
                        "WATTMILL_CLUSTER_TLS_ENABLED", Boolean.toString(tls.enabled()),
                        "WATTMILL_CLUSTER_TLS_CERT", tls.cert().map(Path::toString).orElse(""),
                        "WATTMILL_CLUSTER_TLS_KEY", tls.key().map(Path::toString).orElse(""),
                        "WATTMILL_CLUSTER_TLS_CA", tls.ca().map(Path::toString).orElse(""));
        ClusterConfig config =
                Configuration.parse("", settings).section("cluster", ClusterConfig.class);
        Cluster cluster = Await.await(Cluster.start(config), START_LIMIT);
        members.add(cluster);
        return cluster;
    }

    private static List<PriceChanged> subscribe(Cluster cluster) {
        List<PriceChanged> heard = new CopyOnWriteArrayList<>();
        Await.await(
                new Bus(cluster.vertx())
                        .subscribe(LedgerAddresses.PRICE_CHANGED, PriceChanged.parser(), heard::add)
                        .completion());
        return heard;
    }

    private static void publishUntilHeard(Cluster from, List<PriceChanged> heard) {
        Bus bus = new Bus(from.vertx());
        Await.until(
                () -> {
                    bus.publish(LedgerAddresses.PRICE_CHANGED, MESSAGE);
                    return !heard.isEmpty();
                },
                "a message from another member",
                START_LIMIT);
        assertEquals(MESSAGE, heard.getFirst());
    }

    private static int port(Cluster cluster) {
        return Integer.parseInt(cluster.address().orElseThrow().split(":")[1]);
    }

    private static void assertNobodyListens(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            assertThrows(
                    ConnectException.class,
                    () -> socket.connect(new InetSocketAddress(host, port), 1_000));
        }
    }

    @Test
    void carriesMessagesBetweenMembersAndToNobodyElse() throws IOException {
        Cluster first = join(site, TlsConfig.off());
        Cluster second = join(site, TlsConfig.off(), first);
        Cluster stranger = join(site + "-other", TlsConfig.off(), first, second);
        List<PriceChanged> heardByStranger = subscribe(stranger);
        publishUntilHeard(first, subscribe(second));
        assertEquals(List.of(2, 2, 1), members.stream().map(Cluster::size).toList());
        assertTrue(heardByStranger.isEmpty());
        assertNobodyListens("127.0.0.2", port(first));

        int left = port(second);
        Await.await(second.close(), START_LIMIT);
        members.remove(second);
        assertNobodyListens("127.0.0.1", left);
        Await.until(() -> first.size() == 1, "the member that left to be forgotten", START_LIMIT);
    }

    @Test
    void answersMembersOverMutualTlsAndNobodyWithoutACertificateOfTheBus(@TempDir Path folder) {
        TestAuthority authority = new TestAuthority(folder, "bus");
        PeerIdentity router = new PeerIdentity("router", "r1");
        TlsConfig foreign = new TestAuthority(folder, "site").issue(router, "127.0.0.1");
        Cluster member = join(site, authority.issue(router, "127.0.0.1"));
        Cluster peer = join(site, authority.issue(router, "127.0.0.1"), member);
        Cluster intruder = join(site, authority.trustedBy(foreign), member);
        Await.await(
                member.vertx()
                        .eventBus()
                        .consumer("who", message -> message.reply("member"))
                        .completion());
        Await.until(() -> ask(peer).equals("member"), "an answer to a member", START_LIMIT);
        assertEquals(ReplyFailure.TIMEOUT.name(), ask(intruder));
    }

    /** The answer, or how there was none. */
    private static String ask(Cluster from) {
        DeliveryOptions oneSecond = new DeliveryOptions().setSendTimeout(1_000);
        return Await.await(
                from.vertx()
                        .eventBus()
                        .<String>request("who", "", oneSecond)
                        .map(reply -> reply.body())
                        .recover(
                                e ->
                                        Future.succeededFuture(
                                                e instanceof ReplyException none
                                                        ? none.failureType().name()
                                                        : e.toString())));
    }

    @Test
    void servesNoHazelcastClients() throws IOException {
        Cluster member = join(site, TlsConfig.off());
        try (Socket client = new Socket("127.0.0.1", port(member))) {
            client.setSoTimeout((int) START_LIMIT.toMillis());
            client.getOutputStream().write("CP2".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = client.getInputStream().readNBytes(3);
            assertEquals(
                    "HZX", new String(answer, StandardCharsets.US_ASCII), "unexpected protocol");
            assertEnded(client);
        }
    }

    @Test
    void deserializesNoJavaObjectsOfOthers() {
        Cluster member = join(site, TlsConfig.off());
        AsyncMap<String, Object> map =
                Await.await(member.vertx().sharedData().getClusterWideMap("any"));
        Await.await(map.put("text", "is no object"));
        Await.await(map.put("object", URI.create("http://127.0.0.1")));
        assertEquals("is no object", Await.await(map.get("text")));
        Exception e = assertThrows(Exception.class, () -> Await.await(map.get("object")));
        assertTrue(e.toString().contains("not allowed"), e.toString());
    }

    private static void assertEnded(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException _) {
            // A reset ends the connection too.
        }
    }

    @Test
    void endsThoughAPartOfItNeverDoes() {
        Cluster alone =
                Await.await(
                        Cluster.start(
                                Configuration.parse("cluster: {leave-timeout: 1s}", Map.of())
                                        .section("cluster", ClusterConfig.class)));
        Await.await(
                alone.vertx()
                        .deployVerticle(
                                new VerticleBase() {
                                    @Override
                                    public Future<?> stop() {
                                        return Promise.promise().future();
                                    }
                                }));
        Future<Void> closed = alone.close();
        Await.until(closed::isComplete, "an end", START_LIMIT);
        assertInstanceOf(TimeoutException.class, closed.cause());
    }

    @Test
    void isTheSameToItsUsersWithoutACluster() {
        Cluster alone = Await.await(Cluster.start(Configuration.defaults(ClusterConfig.class)));
        members.add(alone);
        Health health = new Health();
        alone.observe(health, Metrics.registry());
        assertEquals(Optional.empty(), alone.address());
        assertTrue(health.readiness().values().stream().allMatch(status -> status.ok()));
        publishUntilHeard(alone, subscribe(alone));
        assertFalse(alone.vertx().isClustered());
    }
}
