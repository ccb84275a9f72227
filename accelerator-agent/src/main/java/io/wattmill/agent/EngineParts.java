// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.ProcessSource;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Finds.Passed;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.node.NodeBoard;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.search.EngineSearch;
import io.wattmill.kit.bootstrap.ServiceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The engines of one agent: those that it was told of, and those that it finds. */
final class EngineParts {

    private static final Logger LOG = LoggerFactory.getLogger(EngineParts.class);

    /** Things passed over that are remembered, so that each is logged once. */
    private static final int MOST_TOLD = 256;

    /** Does something at once, and then again and again. */
    interface Looks {
        Looking again(Duration period, Supplier<Future<Void>> look);
    }

    /**
     * Something that is done again and again.
     *
     * @param first completes with the first time
     * @param end after it, it is not done any more
     */
    record Looking(Future<Void> first, Runnable end) {}

    /** One that was found, and with what devices it is looked at. */
    private record Known(Found as, EngineWatch.Watched watched) {}

    private final AgentConfig config;
    private final Context context;
    private final EngineWatch watch;
    private final ProcessSource computing;
    private final NodeBoard board;
    private final Looks looks;
    private final EngineSearch search;
    private final Map<String, Known> found = new HashMap<>();
    private final Set<Passed> told = new HashSet<>();

    /**
     * @param computing what knows which processes compute on the node's devices
     */
    EngineParts(
            ServiceContext services,
            AgentConfig config,
            Context context,
            HttpScrape scrape,
            ScrapeMetrics metrics,
            ProcessSource computing,
            NodeBoard board,
            Looks looks) {
        this.config = config;
        this.context = context;
        this.watch = new EngineWatch(services, config, context, scrape, metrics, board, looks);
        this.computing = computing;
        this.board = board;
        this.looks = looks;
        this.search =
                new EngineSearch(services, config.nodeId(), config.discovery(), config.scrape());
    }

    /** Begins to look at the configured engines; completes when each was looked at once. */
    Future<Void> watch() {
        return Future.join(
                        config.engines().stream()
                                .map(watch::configured)
                                .map(Looking::first)
                                .toList())
                .mapEmpty();
    }

    /** Begins to look for others, if it may; completes when those it found were looked at once. */
    Future<Void> search() {
        return config.discovery().looks(config.engines().size())
                ? looks.again(config.discovery().period(), this::find).first()
                : Future.succeededFuture();
    }

    Future<Void> close() {
        return search.close();
    }

    private Future<Void> find() {
        forgetTheGone();
        List<DeviceReading> devices = watch.devices();
        return Future.fromCompletionStage(computing.processes(), context)
                .compose(processes -> look(devices, processes))
                .compose(this::take);
    }

    /** One that was found, and has not answered for long, ended for good. */
    private void forgetTheGone() {
        long patience = config.discovery().forgetAfter().toNanos();
        endWhere(
                it -> it.watched().sampler().silentNanos() > patience,
                "it did not answer for long");
    }

    /** What listens there now may not be sent what the engine was sent. */
    private void endAt(Set<Integer> strangers) {
        endWhere(
                it -> strangers.contains(it.as().engine().url().getPort()),
                "its port is another user's now");
    }

    private void endWhere(Predicate<Known> condition, String why) {
        for (Map.Entry<String, Known> engine : List.copyOf(found.entrySet())) {
            if (condition.test(engine.getValue())) {
                end(engine.getKey(), why);
            }
        }
    }

    private void end(String engineId, String why) {
        EngineWatch.Watched ended = found.remove(engineId).watched();
        ended.sampler().end();
        ended.looking().end().run();
        board.forget(engineId);
        LOG.atInfo()
                .addKeyValue("engine", engineId)
                .addKeyValue("why", why)
                .log("engine forgotten");
    }

    private Future<Finds> look(List<DeviceReading> devices, DeviceProcesses processes) {
        return Future.fromCompletionStage(
                search.look(devices, processes).toCompletionStage(), context);
    }

    private Future<Void> take(Finds finds) {
        if (told.size() > MOST_TOLD) {
            told.clear();
        }
        endAt(finds.strangers());
        finds.passed().stream().filter(told::add).forEach(EngineParts::tell);
        return Future.join(
                        finds.engines().stream()
                                .filter(engine -> !isConfigured(engine))
                                .map(this::take)
                                .toList())
                .mapEmpty();
    }

    /** What the operator says of an engine stands, whatever else is found about it. */
    private boolean isConfigured(Found engine) {
        int port = engine.engine().url().getPort();
        return config.engines().stream().anyMatch(it -> it.url().getPort() == port);
    }

    /** One that is known already may turn out to be on other devices, or to be there again. */
    private Future<Void> take(Found engine) {
        Known known = found.get(engine.engine().id());
        if (known != null && isOtherwise(known.as(), engine)) {
            end(engine.engine().id(), "it was started anew, otherwise");
        } else if (known != null) {
            takeAgain(engine, known);
            return Future.succeededFuture();
        }
        LOG.atInfo()
                .addKeyValue("engine", engine.engine().id())
                .addKeyValue("by", engine.how())
                .addKeyValue("devices", engine.devices().text())
                .log("engine found");
        EngineWatch.Watched fresh =
                watch.begin(EngineStatus.unknown(engine.engine(), engine.devices()));
        found.put(engine.engine().id(), new Known(engine, fresh));
        return fresh.looking().first();
    }

    /** A port alone does not tell how the engine was started. */
    private static boolean isOtherwise(Found known, Found engine) {
        return engine.pid().isPresent() && !known.engine().equals(engine.engine());
    }

    private void takeAgain(Found engine, Known known) {
        if (engine.overrules(known.as())) {
            known.watched().sampler().claim(engine.devices());
            found.put(engine.engine().id(), new Known(engine, known.watched()));
        }
    }

    private static void tell(Passed passed) {
        LOG.atInfo()
                .addKeyValue("what", passed.what())
                .addKeyValue("why", passed.why())
                .log("engine passed over");
    }
}
