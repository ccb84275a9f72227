// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.AgentService;
import io.wattmill.agent.Uplinks;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.billing.BillingConfig;
import io.wattmill.billing.BillingService;
import io.wattmill.contract.ledger.v1.LedgerGrpcService;
import io.wattmill.contract.meter.v1.MeterLinkGrpcService;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.grpc.RpcConfig;
import io.wattmill.kit.grpc.RpcEndpoint;
import io.wattmill.kit.postgres.PostgresConfig;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Everything that a gateway needs and that is not in its process: PostgreSQL, billing, an agent.
 */
final class BackOffice {
    /** What gateway and billing share; nothing here is secret. */
    static final Seal SEAL = new Seal(new byte[32], 5_000_000);

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final ServiceContext context = ServiceContext.of(vertx);

    private BackOffice() {}

    /**
     * Arguments: port of the stub engine, how many engines the agent finds there. Then hears the
     * port of the router.
     */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var postgres = TestPostgres.fresh();
        var office = new BackOffice();
        var billing = office.billing(postgres);
        var ledger = office.serve(billing);
        parent.tell(
                ledger,
                billing.httpAddress().getPort(),
                postgres.port(),
                postgres.database(),
                postgres.migrationUser(),
                postgres.migrationPassword());
        var router = Integer.parseInt(parent.hear());
        var engine = loopback(Integer.parseInt(words[0]));
        Await.await(
                office.agent(router, ledger, engine, Integer.parseInt(words[1])).start(),
                Parent.START_LIMIT);
        parent.outlive();
    }

    private static URI loopback(int port) {
        return URI.create("http://" + LOOPBACK + ":" + port);
    }

    private BillingService billing(PostgresConfig postgres) {
        var config =
                Configuration.parse(
                                "",
                                Map.of(
                                        "WATTMILL_BILLING_HTTP_PORT", "0",
                                        "WATTMILL_BILLING_POSTGRES_DATABASE", postgres.database(),
                                        "WATTMILL_BILLING_POSTGRES_USER", postgres.migrationUser(),
                                        "WATTMILL_BILLING_POSTGRES_PASSWORD",
                                                postgres.migrationPassword()))
                        .section("billing", BillingConfig.class);
        var billing = new BillingService(context, config.with(postgres), SEAL);
        Await.await(billing.start(), Parent.START_LIMIT);
        return billing;
    }

    private int serve(BillingService billing) {
        var rpc = Configuration.defaults(RpcConfig.class);
        var endpoint =
                new RpcEndpoint(vertx, "process.rpc", rpc, TlsConfig.off())
                        .serve(LedgerGrpcService.of(billing.ledger()), Set.of())
                        .serve(MeterLinkGrpcService.of(billing.meterLink()), Set.of());
        Await.await(endpoint.start(), Parent.START_LIMIT);
        return endpoint.port();
    }

    private AgentService agent(int router, int billing, URI engine, int engines) {
        var found =
                IntStream.rangeClosed(1, engines)
                        .mapToObj(number -> engine("engine-" + number, engine))
                        .toList();
        var config =
                Configuration.defaults(AgentConfig.class)
                        .watching(
                                "node-1",
                                "",
                                Map.of(),
                                Optional.of(engine.resolve("/devices")),
                                found);
        return new AgentService(
                context, config, Uplinks.grpc(context, peer(router), peer(billing), config.link()));
    }

    private static SocketAddress peer(int port) {
        return SocketAddress.inetSocketAddress(port, LOOPBACK);
    }

    private static EngineConfig engine(String id, URI url) {
        return new EngineConfig(id, url, EngineKind.VLLM, "h100-sxm", List.of(), 1, 256);
    }
}
