// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcClient;
import io.wattmill.contract.meter.v1.MeterLinkGrpcService;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The same ledger and meter link, called over the network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GrpcTest {

    private static final int MAX_MESSAGE_BYTES = 4_194_304;

    private final BillingWorld world =
            BillingWorld.start("billing: {meter: {join-secret: sesame}}");
    private final GrpcClient client = Rpc.client(world.vertx, MAX_MESSAGE_BYTES, 60_000);
    private SocketAddress address = SocketAddress.inetSocketAddress(1, "127.0.0.1");

    @BeforeAll
    void serve() {
        GrpcServer server = Rpc.server(world.vertx, MAX_MESSAGE_BYTES);
        server.addService(LedgerGrpcService.of(world.service().ledger()));
        server.addService(MeterLinkGrpcService.of(world.service().meterLink()));
        HttpServer bound =
                await(
                        world.vertx
                                .createHttpServer(Rpc.serverOptions("127.0.0.1", 0, 30))
                                .requestHandler(Rpc.handler(server))
                                .listen());
        address = SocketAddress.inetSocketAddress(bound.actualPort(), "127.0.0.1");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void settlesAndQuotesPrices() {
        LedgerGrpcClient ledger = LedgerGrpcClient.create(client, address);
        assertEquals(
                1,
                await(ledger.rateCard(RateCardRequest.getDefaultInstance()))
                        .getCard()
                        .getVersion());
        Feed<SettleBatch> batches = Feed.of(world.vertx, 4);
        List<SettleAck> acks = new CopyOnWriteArrayList<>();
        var opening = ledger.settle(batches).onSuccess(replies -> replies.handler(acks::add));
        batches.offer(Records.batch(Records.record(1, world.clock.nowUs())));
        batches.offer(Records.batch(Records.record(2, world.clock.nowUs())));
        await(opening);
        Await.until(() -> acks.size() == 2, "two acknowledgements");
        batches.end();
        assertEquals(2, world.number("SELECT count(*) FROM usage_event"));
    }

    @Test
    void aRefusedAgentLearnsWhy() {
        MeterLinkGrpcClient link = MeterLinkGrpcClient.create(client, address);
        Feed<MeterReport> reports = Feed.of(world.vertx, 4);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        List<MeterAck> acks = new CopyOnWriteArrayList<>();
        link.report(reports)
                .onSuccess(
                        replies -> {
                            replies.exceptionHandler(failures::add);
                            replies.handler(acks::add);
                        })
                .onFailure(failures::add);
        reports.offer(
                Meters.report(1, world.clock.nowUs(), 1, 2, 3).setJoinSecret("guess").build());
        Await.until(() -> !failures.isEmpty(), "the stream fails");
        InvalidStatusException refusal =
                assertInstanceOf(InvalidStatusException.class, failures.getFirst());
        assertEquals(GrpcStatus.PERMISSION_DENIED, refusal.actualStatus());
        assertTrue(acks.isEmpty());
    }
}
