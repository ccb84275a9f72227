// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FreePort;
import io.wattmill.kit.tls.TlsConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

class RpcPeerTest {

    private static final CallsConfig CALLS =
            Configuration.parse("calls: {connect-timeout: 60s, deadline: 60s}", Map.of())
                    .section("calls", CallsConfig.class);

    private final Vertx vertx = Vertx.vertx();
    private final CopyOnWriteArrayList<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final Desk desk = new Desk(vertx);
    private final int port = FreePort.next();
    private RpcEndpoint endpoint = listen();
    private final RpcPeer peer =
            new RpcPeer(
                    vertx,
                    SocketAddress.inetSocketAddress(port, "127.0.0.1"),
                    CALLS,
                    TlsConfig.off());

    /** Echoes batch numbers; answers rate cards when it is told to. */
    private static final class Desk extends LedgerService {

        private final Vertx vertx;
        private volatile Future<RateCardReply> card =
                Future.succeededFuture(RateCardReply.getDefaultInstance());

        private Desk(Vertx vertx) {
            this.vertx = vertx;
        }

        @Override
        public Future<RateCardReply> rateCard(RateCardRequest request) {
            return card;
        }

        @Override
        public Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> batches) {
            Feed<SettleAck> acks = Feed.of(vertx, 64);
            batches.handler(
                    batch -> acks.offer(SettleAck.newBuilder().setBatch(batch.getBatch()).build()));
            batches.endHandler(_ -> acks.end());
            return Future.succeededFuture(acks);
        }

        @Override
        protected void settle(ReadStream<SettleBatch> batches, WriteStream<SettleAck> acks) {
            Rpc.stream(this::settle, batches, acks);
        }
    }

    RpcPeerTest() {
        vertx.exceptionHandler(uncaught::add);
    }

    private RpcEndpoint listen() {
        RpcConfig config =
                Configuration.parse("rpc: {port: " + port + "}", Map.of())
                        .section("rpc", RpcConfig.class);
        RpcEndpoint opened =
                new RpcEndpoint(vertx, "rpc", config, TlsConfig.off())
                        .serve(LedgerGrpcService.of(desk), Set.of("gateway"));
        Await.await(opened.start());
        return opened;
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private Future<RateCardReply> card(Duration deadline) {
        return peer.call(LedgerGrpcClient.RateCard, RateCardRequest.getDefaultInstance(), deadline);
    }

    private static SettleBatch batch(long number) {
        return SettleBatch.newBuilder().setBatch(number).build();
    }

    @Test
    void givesUpACallAtItsDeadline() {
        desk.card = Promise.<RateCardReply>promise().future();
        Future<RateCardReply> late = card(Duration.ofMillis(50));
        Await.until(late::failed, "given up");
        assertInstanceOf(TimeoutException.class, late.cause());
    }

    @Test
    void callsAgainWhenTheOtherSideIsBack() {
        Await.await(card(CALLS.deadline()));
        Await.await(endpoint.stop());
        assertThrows(Exception.class, () -> Await.await(card(CALLS.deadline())));
        endpoint = listen();
        Await.await(card(CALLS.deadline()));
    }

    @Test
    void tellsASendersStreamThatItsCallBrokeAndThrowsNothingAtIt() {
        Feed<SettleBatch> batches = Feed.of(vertx, 64);
        CopyOnWriteArrayList<Long> acks = new CopyOnWriteArrayList<>();
        Promise<Void> over = Promise.promise();
        peer.exchange(LedgerGrpcClient.Settle, batches)
                .onSuccess(
                        stream ->
                                stream.exceptionHandler(_ -> over.tryComplete())
                                        .endHandler(_ -> over.tryComplete())
                                        .handler(ack -> acks.add(ack.getBatch())))
                .onFailure(over::tryFail);
        assertTrue(batches.offer(batch(1)));
        Await.until(() -> acks.contains(1L), "answered");

        Await.await(endpoint.stop());
        Await.await(over.future());
        for (long number = 2; number < 20; number++) {
            batches.offer(batch(number));
        }
        batches.end();
        Await.await(vertx.timer(1));
        assertEquals(1, acks.size());
        assertTrue(uncaught.isEmpty(), uncaught::toString);
    }
}
