// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.ledger.v1.LedgerService;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class RpcTest {

    private static final int MAX_MESSAGE_BYTES = 1_024;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server = vertx.createHttpServer();
    private LedgerGrpcClient client = clientOf(0);

    /** Echoes batches; fails for the gateway that asks for it. */
    private final class Echo extends LedgerService {

        @Override
        public Future<RateCardReply> rateCard(RateCardRequest request) {
            return Rpc.failure(GrpcStatus.INVALID_ARGUMENT, "no such version");
        }

        @Override
        public Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> batches) {
            Feed<SettleAck> acks = Feed.of(vertx, 16);
            batches.handler(
                    batch -> {
                        if (batch.getGatewayId().equals("broken")) {
                            acks.fail(new IllegalStateException("secret detail"));
                        } else {
                            acks.offer(SettleAck.newBuilder().setBatch(batch.getBatch()).build());
                        }
                    });
            batches.endHandler(_ -> acks.end());
            return Future.succeededFuture(acks);
        }

        @Override
        protected void settle(ReadStream<SettleBatch> batches, WriteStream<SettleAck> acks) {
            Rpc.stream(this::settle, batches, acks);
        }
    }

    private LedgerGrpcClient clientOf(int port) {
        return LedgerGrpcClient.create(
                Rpc.client(vertx, MAX_MESSAGE_BYTES, 60_000),
                SocketAddress.inetSocketAddress(port, "127.0.0.1"));
    }

    @BeforeEach
    void start() {
        var grpc = Rpc.server(vertx, MAX_MESSAGE_BYTES);
        grpc.addService(LedgerGrpcService.of(new Echo()));
        server =
                Await.await(
                        vertx.createHttpServer(Rpc.serverOptions("127.0.0.1", 0, 30))
                                .requestHandler(Rpc.handler(grpc))
                                .listen());
        client = clientOf(server.actualPort());
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    private List<Object> settle(String gateway) {
        List<Object> seen = new CopyOnWriteArrayList<>();
        Feed<SettleBatch> batches = Feed.of(vertx, 4);
        client.settle(batches)
                .onSuccess(
                        acks ->
                                acks.exceptionHandler(e -> seen.add("failed"))
                                        .endHandler(_ -> seen.add("ended"))
                                        .handler(ack -> seen.add(ack.getBatch())))
                .onFailure(e -> seen.add("failed"));
        batches.offer(SettleBatch.newBuilder().setGatewayId(gateway).setBatch(5).build());
        if (!gateway.equals("broken")) {
            batches.end();
        }
        Await.until(() -> seen.contains("ended") || seen.contains("failed"), "the stream's end");
        return seen;
    }

    @Test
    void streamsBothWays() {
        assertEquals(List.of(5L, "ended"), settle("fine"));
    }

    @Test
    void tellsTheCallerWhenAStreamFails() {
        assertTrue(settle("broken").contains("failed"));
    }

    @Test
    void carriesStatusOfAFailedCall() {
        Future<RateCardReply> call = client.rateCard(RateCardRequest.getDefaultInstance());
        InvalidStatusException e =
                assertThrows(InvalidStatusException.class, () -> Await.await(call));
        assertEquals(GrpcStatus.INVALID_ARGUMENT, e.actualStatus());
    }

    @Test
    void refusesCompressedMessages() {
        var options =
                new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false);
        HttpClient http = vertx.createHttpClient(options);
        String status =
                Await.await(
                        http.request(
                                        HttpMethod.POST,
                                        server.actualPort(),
                                        "127.0.0.1",
                                        "/wattmill.ledger.v1.Ledger/RateCard")
                                .compose(
                                        request ->
                                                request.putHeader(
                                                                "content-type", "application/grpc")
                                                        .putHeader("grpc-encoding", "gzip")
                                                        .send(
                                                                Buffer.buffer(
                                                                        new byte[] {
                                                                            1, 0, 0, 0, 0
                                                                        })))
                                .map(
                                        response ->
                                                String.valueOf(response.getHeader("grpc-status"))));
        Await.await(http.close());
        assertEquals(Integer.toString(GrpcStatus.UNIMPLEMENTED.code), status);
    }
}
