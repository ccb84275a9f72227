// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayConfig;
import io.wattmill.gateway.GatewayService;
import io.wattmill.gateway.fleet.FleetControl;
import io.wattmill.gateway.keys.BootstrapKeys;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.process.Ground;
import io.wattmill.kit.trust.SealConfig;
import io.wattmill.router.RouterConfig;
import io.wattmill.router.RouterService;
import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.standalone.suite.RouterControl;

import java.util.List;
import java.util.Optional;

/**
 * `wattmill gateway`: the front door. Its router is another process, or part of this one ({@code
 * router.mode}); then its agents call this process.
 */
final class GatewayProcess {
    private final Ground ground;
    private final Configuration configuration;
    private final GatewayConfig config;

    private GatewayProcess(Ground ground, Configuration configuration) {
        this.ground = ground;
        this.configuration = configuration;
        this.config = configuration.section("gateway", GatewayConfig.class);
    }

    static Composition compose(Ground ground, Configuration configuration) {
        var router = configuration.section("router", RouterConfig.class);
        var process = new GatewayProcess(ground, configuration);
        return switch (router.mode()) {
            case REMOTE -> process.withRemoteRouter();
            case EMBEDDED -> process.withRouter(router);
        };
    }

    private Composition withRemoteRouter() {
        var placement = new RemotePlacement(ground.router(), config.relay().placeTimeout());
        var gateway = gateway(placement, FleetControl.absent());
        return new Composition(List.of(gateway), () -> facts(gateway, Facts.NONE));
    }

    private Composition withRouter(RouterConfig routerConfig) {
        var router = new RouterService(ground.context(), routerConfig);
        var endpoint = ground.endpoint();
        router.serveOn(endpoint);
        var gateway = gateway(router.placement(), new RouterControl(router));
        return new Composition(
                List.of(new DrainedLast(router), endpoint, gateway),
                () -> facts(gateway, Facts.NONE.withGrpc(Addresses.of(endpoint))));
    }

    private GatewayService gateway(Placement placement, FleetControl fleet) {
        var peers = ground.peers();
        return new GatewayService(
                ground.context(),
                config,
                placement,
                new RemoteLedger(ground.billing()),
                new Backends(peers.billingHttp(), peers.twinHttp()),
                configuration.section("seal", SealConfig.class).seal(),
                fleet);
    }

    /** Makes the site's first keys when it has none. */
    private Future<Facts> facts(GatewayService gateway, Facts facts) {
        var data = new DataFolder(config.data());
        return gateway.bootstrapKeys(keys -> keep(data, keys))
                .compose(fresh -> known(data, fresh.isPresent()))
                .map(keys -> facts.withHttp(gateway.httpAddress()).with(keys));
    }

    private Future<Void> keep(DataFolder data, BootstrapKeys fresh) {
        var keys = new FirstKeys(fresh.adminKey(), fresh.developerKey());
        return ground.context()
                .vertx()
                .executeBlocking(() -> keys.write(data.keys()), false)
                .mapEmpty();
    }

    private Future<Optional<Facts.Keys>> known(DataFolder data, boolean fresh) {
        return ground.context()
                .vertx()
                .executeBlocking(() -> FirstKeys.read(data.keys()), false)
                .map(found -> found.map(keys -> new Facts.Keys(keys, data.keys(), fresh)));
    }
}
