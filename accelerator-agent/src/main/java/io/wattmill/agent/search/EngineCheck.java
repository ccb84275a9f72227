// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wattmill.agent.discovery.DeviceMatch;
import io.wattmill.agent.discovery.EngineCommand;
import io.wattmill.agent.discovery.Finds;
import io.wattmill.agent.discovery.Found;
import io.wattmill.agent.discovery.Lead;
import io.wattmill.agent.engine.EngineSources;
import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineRole;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.EngineSource;
import io.wattmill.agent.inference.KvEventsConfig;
import io.wattmill.agent.inference.ModelScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.inference.SpreadConfig;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Whether what a lead leads to can be served: it answers as its kind does, and has a model. */
final class EngineCheck {

    /** What vLLM batches at most when it is not told. */
    private static final int MOST_RUNNING = 256;

    private final Vertx vertx;
    private final EngineSources engines;
    private final String nodeId;
    private final String advertise;

    EngineCheck(Vertx vertx, EngineSources engines, String nodeId, String advertise) {
        this.vertx = vertx;
        this.engines = engines;
        this.nodeId = nodeId;
        this.advertise = advertise;
    }

    /** The engine that a process says it is. */
    Future<Finds> started(Lead lead, EngineCommand command, DeviceMatch match) {
        return command.bindsLoopback()
                ? at(lead, command.kind(), match)
                : Future.succeededFuture(
                        passed(
                                lead,
                                command.kind(),
                                "it binds " + command.host() + " only: configure it"));
    }

    /** An engine of this kind at the lead's port. */
    Future<Finds> at(Lead lead, EngineKind kind, DeviceMatch match) {
        EngineConfig engine = engine(lead, kind);
        EngineSource source = engines.of(engine);
        return here(source.scan())
                .compose(
                        scan ->
                                switch (scan) {
                                    case EngineScan.Reached _ ->
                                            here(source.models())
                                                    .map(it -> serves(it, lead, engine, match));
                                    case EngineScan.Unreached(SourceFailure failure) ->
                                            Future.succeededFuture(
                                                    passed(
                                                            lead,
                                                            kind,
                                                            failure.text() + Hints.of(kind)));
                                });
    }

    private static Finds serves(
            ModelScan models, Lead lead, EngineConfig engine, DeviceMatch match) {
        return switch (models) {
            case ModelScan.Listed(List<ServedModelReading> listed) ->
                    listed.isEmpty()
                            ? passed(lead, engine.kind(), "it has no model to serve")
                            : Finds.of(found(lead, engine, match));
            case ModelScan.Unlisted(SourceFailure failure) ->
                    passed(lead, engine.kind(), failure.text());
        };
    }

    private <T> Future<T> here(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }

    private EngineConfig engine(Lead lead, EngineKind kind) {
        Optional<EngineCommand> command = lead.command();
        return new EngineConfig(
                        nodeId + "/" + kind.wireName() + "-" + lead.port(),
                        URI.create("http://" + advertise + ":" + lead.port()),
                        kind,
                        "",
                        List.of(),
                        command.map(EngineCommand::tensorParallel).orElse(1),
                        command.flatMap(EngineCommand::maxRunning).orElse(MOST_RUNNING))
                .publishing(command.map(EngineCommand::kvEvents).orElse(KvEventsConfig.NONE))
                .as(command.map(EngineCommand::role).orElse(EngineRole.BOTH))
                .over(
                        command.map(EngineCommand::pipelineParallel)
                                .map(SpreadConfig::pipeline)
                                .orElse(SpreadConfig.NONE));
    }

    private static Found found(Lead lead, EngineConfig engine, DeviceMatch match) {
        DeviceClaim devices =
                lead.command()
                        .map(command -> match.claim(lead.pids(), lead.visible(), command.gpus()))
                        .orElseGet(match::claim);
        int gpus = lead.command().map(EngineCommand::gpus).orElse(1);
        boolean settled = match.isSettled(lead.pids(), gpus);
        return new Found(engine, devices, lead.how(), lead.pid(), settled);
    }

    private static Finds passed(Lead lead, EngineKind kind, String why) {
        return Finds.of(lead.passed(kind, why));
    }
}
