// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.wattmill.agent.buffer.MemoryBacklog;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.Owned;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.agent.testing.Site;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Connections that are open and carry nothing: what TCP alone would believe in for minutes. */
class HalfDeadPeerTest {

    private static final LinkConfig CONFIG =
            Configuration.parse(
                            """
                            link:
                              meter-backoff-min: 10ms
                              meter-backoff-max: 20ms
                              answer-timeout: 1s
                              ack-timeout: 20s
                              ping-period: 100ms
                              silence-limit: 1s
                              meter-window: 4
                            """,
                            Map.of())
                    .section("link", LinkConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext services = ServiceContext.of(vertx);
    private final BillingEnd billing = new BillingEnd(vertx);
    private final Site site = new Site(vertx, new RouterEnd(vertx), billing);
    private final AtomicBoolean frozen = new AtomicBoolean();
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final MemoryBacklog<MeterReport> buffer =
            new MemoryBacklog<>(10, lost::incrementAndGet);
    private final SocketAddress proxy = proxy();
    private final Context context = vertx.getOrCreateContext();
    private final BillingLink link =
            new BillingLink(
                    LinkGround.of(services, context, new SplittableRandom(1), CONFIG, "node-1"),
                    GrpcDialer.billing(services, proxy, CONFIG),
                    buffer);

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void aConnectionThatGoesSilentIsReplaced() {
        report(1);
        Await.until(() -> buffer.size() == 0, "the first acknowledgement");

        frozen.set(true);
        sockets.forEach(NetSocket::pause);
        int before = sockets.size();
        report(2);
        Await.until(() -> sockets.size() > before, "another connection");
        frozen.set(false);
        Await.until(() -> buffer.size() == 0, "the second acknowledgement");

        assertEquals(List.of(2L), billing.sequences(newest()));
    }

    @Test
    void aPeerThatAcceptsAndSaysNothingIsGivenUp() {
        frozen.set(true);
        report(1);
        Await.until(() -> sockets.size() >= 2, "another connection");
        assertEquals(1, buffer.size());

        frozen.set(false);
        Await.until(() -> buffer.size() == 0, "the acknowledgement");
    }

    @Test
    void aLongAbsenceCostsTheOldestReportsAndTheRestArrivesThroughTheWindow() {
        frozen.set(true);
        report(1);
        Await.until(() -> sockets.size() == 1, "a connection that leads nowhere");
        for (int sequence = 2; sequence <= 25; sequence++) {
            report(sequence);
        }
        Await.until(() -> lost.get() == 15, "fifteen reports to go");
        frozen.set(false);
        Await.until(() -> buffer.size() == 0, "every acknowledgement");

        // A pause of the machine may break the session, and what was not confirmed comes again.
        List<Long> arrived =
                billing.reports().stream().map(MeterReport::getSequence).distinct().toList();
        assertEquals(List.of(16L, 17L, 18L, 19L, 20L, 21L, 22L, 23L, 24L, 25L), arrived);
        assertTrue(services.metrics().scrape().contains("wattmill_agent_meter_buffer_reports"));
    }

    /** The newest session in which something came. */
    private int newest() {
        return IntStream.range(0, billing.sessions())
                .filter(session -> !billing.sequences(session).isEmpty())
                .max()
                .orElseThrow();
    }

    private void report(long sequence) {
        MeterReport report =
                MeterReport.newBuilder()
                        .setNodeId("node-1")
                        .setBootId("boot-1")
                        .setSequence(sequence)
                        .build();
        Owned.by(context, () -> link.report(report));
    }

    /** Passes bytes on, except on connections that were made while it was frozen. */
    private SocketAddress proxy() {
        NetClient client = vertx.createNetClient();
        NetServer server =
                Await.await(
                        vertx.createNetServer()
                                .connectHandler(socket -> carry(client, socket))
                                .listen(0, "127.0.0.1"));
        return SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
    }

    private void carry(NetClient client, NetSocket socket) {
        sockets.add(socket);
        socket.pause();
        if (!frozen.get()) {
            client.connect(site.address())
                    .onSuccess(
                            upstream -> {
                                sockets.add(upstream);
                                upstream.pipeTo(socket);
                                socket.pipeTo(upstream);
                            });
        }
    }
}
