// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.AgentService;
import io.wattmill.billing.BillingService;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.gateway.Backends;
import io.wattmill.gateway.GatewayService;
import io.wattmill.gateway.keys.BootstrapKeys;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.bootstrap.ServiceLauncher;
import io.wattmill.kit.trust.Seal;
import io.wattmill.router.RouterService;
import io.wattmill.standalone.folder.FirstKeys;
import io.wattmill.twin.TwinService;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Which service gets which other one's interface, and in what order they start and end. */
final class Assembly {
    private final SuiteInputs inputs;
    private final ServiceContext context;
    private final Consumer<Milestone> reached;
    private final ServiceLauncher base;
    private final ServiceLauncher agents;
    private final ServiceLauncher front;

    Assembly(SuiteInputs inputs, ServiceContext context, Consumer<Milestone> reached) {
        var config = inputs.settings().suite();
        this.inputs = inputs;
        this.context = context;
        this.reached = reached;
        this.base = launcher(config);
        this.agents = launcher(config);
        this.front = launcher(config);
    }

    private ServiceLauncher launcher(SuiteConfig config) {
        return new ServiceLauncher(context.vertx(), config.drainTimeout(), config.stopTimeout());
    }

    /**
     * Starts every service. Router and twin need no database and start while it does.
     *
     * @param database the settings that lead to it, once it answers
     * @param local engines of this host that are served instead of an emulated fleet
     */
    Future<Serving> start(Seal seal, Future<Map<String, String>> database, LocalEngines local) {
        var early = new HashMap<>(local.settings());
        // opened below, once there is a database
        early.put(SuiteInputs.RUNS_ENABLED, "false");
        var settings = inputs.settings(early);
        var twin = new TwinService(context, settings.twin(), seal);
        var router = new RouterService(context, settings.router());
        return Future.all(base.startOne(twin), base.startOne(router), database)
                .map(all -> complete(all.resultAt(2), local))
                .compose(all -> onDatabase(new Foundations(all, seal, twin, router, local)));
    }

    private SuiteSettings complete(Map<String, String> database, LocalEngines local) {
        var more = new HashMap<>(database);
        more.putAll(local.settings());
        return inputs.settings(more);
    }

    private Future<Serving> onDatabase(Foundations below) {
        var billing = new BillingService(context, below.settings().billing(), below.seal());
        // the twin started before it could know where its runs are kept
        return Future.all(base.startOne(billing), below.twin().keepRuns(below.settings().twin()))
                .compose(_ -> onLedger(below, billing));
    }

    private Future<Serving> onLedger(Foundations below, BillingService billing) {
        var gateway =
                new GatewayService(
                        context,
                        below.settings().gateway(),
                        below.router().placement(),
                        billing.ledger(),
                        new Backends(billing.httpAddress(), below.twin().httpAddress()),
                        below.seal(),
                        new RouterControl(below.router()));
        return Future.all(startFleet(below, billing), front.startOne(gateway))
                .compose(all -> serving(gateway, all.resultAt(0)));
    }

    /** Completes when each node's agent was heard and its engine can be placed on. */
    private Future<FleetSnapshot> startFleet(Foundations below, BillingService billing) {
        var emulated = below.twin().emulatedNodes();
        var configured = below.settings().agent();
        var watched = Agents.of(emulated, configured, below.local().any());
        var hosted = below.settings().router().hosted().nodes();
        var joined = FleetWatch.serving(context.bus(), watched.size() + hosted.size());
        var starts =
                watched.stream()
                        .map(agent -> agent(agent, below.router(), billing))
                        .map(agents::startOne)
                        .toList();
        var emulator = below.settings().twin().emulator();
        return Future.all(starts)
                .compose(_ -> joined)
                .onSuccess(
                        _ ->
                                reached.accept(
                                        new Milestone.FleetReady(
                                                emulator,
                                                emulated.size(),
                                                configured.engines().size(),
                                                below.local().found(),
                                                below.local().looked())));
    }

    private AgentService agent(AgentConfig config, RouterService router, BillingService billing) {
        return new AgentService(context, config, router.nodeLink(), billing.meterLink());
    }

    private Future<Serving> serving(GatewayService gateway, FleetSnapshot fleet) {
        reached.accept(new Milestone.GatewayReady(gateway.httpAddress()));
        return gateway.bootstrapKeys(this::keep)
                .map(keys -> keys.map(Assembly::firstKeys))
                .map(keys -> new Serving(gateway.httpAddress(), keys, fleet));
    }

    private Future<Void> keep(BootstrapKeys fresh) {
        return Blocking.call(context.vertx(), () -> firstKeys(fresh).write(inputs.data().keys()))
                .mapEmpty();
    }

    private static FirstKeys firstKeys(BootstrapKeys keys) {
        return new FirstKeys(keys.adminKey(), keys.developerKey());
    }

    /**
     * From the top down, so that each layer finishes what it has while everything below it still
     * works: the gateway, the agents, the rest.
     */
    Future<Void> stop() {
        return end(front).compose(_ -> end(agents)).compose(_ -> end(base));
    }

    private static Future<Void> end(ServiceLauncher layer) {
        return layer.drain().compose(_ -> layer.stop());
    }

    /** What billing, gateway and agents stand on. */
    private record Foundations(
            SuiteSettings settings,
            Seal seal,
            TwinService twin,
            RouterService router,
            LocalEngines local) {}
}
