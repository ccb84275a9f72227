// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import static io.wattmill.kit.testing.Await.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.client.InvalidStatusException;
import io.vertx.grpc.common.GrpcStatus;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.billing.Meters;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLinkGrpcClient;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.Rpc;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestAuthority;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.tls.PeerIdentity;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whose energy an agent may report, and who reaches the ledger, in a site of several processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentIdentityTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<GrpcClient> clients = new ArrayList<>();
    private final TestAuthority site;
    private final ServiceContext context;
    private final BillingService billing;
    private final RpcEndpoint endpoint;

    AgentIdentityTest(@TempDir Path folder) {
        site = new TestAuthority(folder, "site");
        context = ServiceContext.of(vertx).with(certificate("billing", "billing"));
        BillingConfig config =
                Configuration.defaults(BillingConfig.class).with(TestPostgres.fresh());
        billing = new BillingService(context, config, new Seal(new byte[32], 60_000_000L));
        RpcConfig port = Configuration.defaults(RpcConfig.class);
        endpoint = new RpcEndpoint(vertx, "process.rpc", port, context.tls());
        billing.serveOn(endpoint);
    }

    @BeforeAll
    void start() {
        await(billing.start());
        await(endpoint.start());
    }

    @AfterAll
    void stop() {
        await(endpoint.stop());
        await(billing.stop());
        await(vertx.close());
    }

    private TlsConfig certificate(String service, String name) {
        return site.issue(new PeerIdentity(service, name), "127.0.0.1");
    }

    private SocketAddress address() {
        return SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host());
    }

    private GrpcClient client(TlsConfig tls) {
        GrpcClient client = Rpc.client(vertx, 1 << 20, 60_000, tls);
        clients.add(client);
        return client;
    }

    /** What became of a stream of reports; an end that the network made is {@code UNKNOWN}. */
    private record Told(Feed<MeterReport> reports, List<MeterAck> acks, List<GrpcStatus> ends) {

        void ended(ReadStream<MeterAck> replies) {
            ends.add(
                    replies instanceof GrpcClientResponse<?, ?> response
                            ? response.status()
                            : GrpcStatus.UNKNOWN);
        }

        void failed(Throwable cause) {
            ends.add(
                    cause instanceof InvalidStatusException refused
                            ? refused.actualStatus()
                            : GrpcStatus.UNKNOWN);
        }
    }

    private Told report(TlsConfig tls, MeterReport report) {
        Told told =
                new Told(
                        Feed.of(vertx, 4),
                        new CopyOnWriteArrayList<>(),
                        new CopyOnWriteArrayList<>());
        MeterLinkGrpcClient.create(client(tls), address())
                .report(told.reports())
                .onSuccess(
                        replies -> {
                            replies.exceptionHandler(told::failed);
                            replies.endHandler(_ -> told.ended(replies));
                            replies.handler(told.acks()::add);
                        })
                .onFailure(told::failed);
        told.reports().offer(report);
        return told;
    }

    private MeterReport report(long sequence) {
        return Meters.report(sequence, context.clock().nowUs(), 1, 2, 3).build();
    }

    private static void assertDenied(Told told, int acknowledged) {
        Await.until(() -> !told.ends().isEmpty(), "the stream ends");
        assertEquals(GrpcStatus.PERMISSION_DENIED, told.ends().getFirst());
        assertEquals(acknowledged, told.acks().size());
    }

    private static GrpcStatus status(Throwable cause) {
        return ((InvalidStatusException) cause).actualStatus();
    }

    @Test
    void booksTheMetersOfTheNodeThatTheCertificateNames() {
        MeterReport report = report(1);
        Told told = report(certificate("agent", report.getNodeId()), report);
        Await.until(() -> !told.acks().isEmpty(), "an acknowledgement");
        assertEquals("", told.acks().getFirst().getRefusedReason());
        told.reports().end();
    }

    @Test
    void deniesMetersOfAnotherNode() {
        assertDenied(report(certificate("agent", "another"), report(2)), 0);
    }

    @Test
    void deniesAnotherNodeInTheMiddleOfAStreamToo() {
        MeterReport own = report(3);
        Told told = report(certificate("agent", own.getNodeId()), own);
        Await.until(() -> told.acks().size() == 1, "an acknowledgement");
        told.reports().offer(report(4).toBuilder().setNodeId("another").build());
        assertDenied(told, 1);
    }

    @Test
    void deniesMetersThatNoAgentSends() {
        MeterReport report = report(5);
        assertDenied(report(certificate("gateway", report.getNodeId()), report), 0);
    }

    @Test
    void quotesPricesToGatewaysAlone() {
        assertEquals(1, version("gateway"));
        Throwable denied = assertThrows(Exception.class, () -> version("agent"));
        assertEquals(GrpcStatus.PERMISSION_DENIED, status(denied));
    }

    private long version(String service) {
        return await(
                        LedgerGrpcClient.create(client(certificate(service, "x")), address())
                                .rateCard(RateCardRequest.getDefaultInstance()))
                .getCard()
                .getVersion();
    }
}
