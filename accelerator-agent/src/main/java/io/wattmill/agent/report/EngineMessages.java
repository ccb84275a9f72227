// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.KvEventsConfig;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.inference.SpreadConfig;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineRole;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.ServedModel;

/** Engines in the words of the fleet contract. */
final class EngineMessages {

    private EngineMessages() {}

    /** What changes rarely. */
    static EngineInfo info(NodePicture picture, EngineStatus engine) {
        EngineConfig config = engine.config();
        EngineInfo.Builder info =
                EngineInfo.newBuilder()
                        .setEngineId(config.id())
                        .setUrl(config.url().toString())
                        .setKind(config.kind().wireName())
                        .addAllDeviceIds(picture.deviceIds(engine))
                        .setTensorParallel(config.tensorParallel())
                        .setMaxRunning(config.maxRunning())
                        .setDevicesKnownBy(engine.devices().text())
                        .setRole(role(config.role()));
        engine.last().ifPresent(last -> cache(info, last));
        kvEvents(info, config);
        spread(info, config.spread());
        engine.models().forEach(model -> info.addModels(served(model)));
        return info.build();
    }

    private static EngineRole role(io.wattmill.agent.inference.EngineRole role) {
        return switch (role) {
            case BOTH -> EngineRole.ENGINE_ROLE_BOTH;
            case PREFILL -> EngineRole.ENGINE_ROLE_PREFILL;
            case DECODE -> EngineRole.ENGINE_ROLE_DECODE;
        };
    }

    private static void spread(EngineInfo.Builder info, SpreadConfig spread) {
        info.setPipelineParallel(spread.pipelineParallel())
                .setDataParallel(spread.dataParallel())
                .setExpertParallel(spread.expertParallel());
    }

    private static void kvEvents(EngineInfo.Builder info, EngineConfig config) {
        KvEventsConfig events = config.kvEvents();
        if (events.port() > 0) {
            info.setKvEventsEndpoint(endpoint(config, events.port()))
                    .setKvEventsRanks(events.ranks());
        }
        if (events.port() > 0 && events.replayPort() > 0) {
            info.setKvReplayEndpoint(endpoint(config, events.replayPort()));
        }
    }

    private static String endpoint(EngineConfig config, int port) {
        return "tcp://" + config.url().getHost() + ":" + port;
    }

    private static void cache(EngineInfo.Builder info, EngineReading reading) {
        reading.absent().stream().map(Figure::label).sorted().forEach(info::addAbsent);
        info.setKvCapacityTokens(reading.kvTokens())
                .setBlockSizeTokens(clamped(reading.blockTokens()));
    }

    private static ServedModel served(ServedModelReading model) {
        return ServedModel.newBuilder()
                .setModel(model.model())
                .setMaxModelLen(model.maxLength())
                .addAllLoraAdapters(model.adapters())
                .build();
    }

    /** What changes all the time. */
    static EngineState state(NodePicture picture, EngineStatus engine) {
        EngineState.Builder state = EngineState.newBuilder().setEngineId(engine.config().id());
        engine.last().ifPresent(last -> load(state, last));
        switch (engine.scan()) {
            case EngineScan.Reached _ -> state.setReachable(true);
            case EngineScan.Unreached(SourceFailure failure) ->
                    state.setReachable(false).setUnreachableReason(failure.text());
        }
        picture.coefficients(engine).ifPresent(state::setCoefficients);
        picture.fit(engine).map(FitMessages::fit).ifPresent(state::setFit);
        latency(state, engine.latency());
        return state.build();
    }

    private static void latency(EngineState.Builder state, EngineLatency lately) {
        lately.ttftP50Us().ifPresent(state::setTtftP50Us);
        lately.ttftP99Us().ifPresent(state::setTtftP99Us);
        lately.tpotP50Us().ifPresent(state::setTpotP50Us);
        lately.tpotP99Us().ifPresent(state::setTpotP99Us);
    }

    private static void load(EngineState.Builder state, EngineReading reading) {
        state.setRunning(clamped(reading.running()))
                .setWaiting(clamped(reading.waiting()))
                .setKvUsedPpm(reading.kvUsedPpm())
                .setPromptTokensTotal(reading.promptTokens())
                .setCachedTokensTotal(reading.cachedTokens())
                .setGenerationTokensTotal(reading.generatedTokens())
                .setPreemptionsTotal(reading.preemptions());
    }

    private static int clamped(long count) {
        return Math.clamp(count, 0, Integer.MAX_VALUE);
    }
}
