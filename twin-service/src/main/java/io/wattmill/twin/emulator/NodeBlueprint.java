// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.TopClocks;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.twin.emulator.engine.EmulatedEngine;
import io.wattmill.twin.emulator.kv.CacheEvent;
import io.wattmill.twin.emulator.metrics.DeviceIdentity;
import io.wattmill.twin.emulator.power.HourMeter;
import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.text.PromptTokens;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What one emulated node is made of, from the fleet's configuration and the node's number.
 *
 * @param config the fleet's configuration
 * @param index the node's number, from 0
 * @param model step times and powers of its engine
 */
record NodeBlueprint(EmulatorConfig config, int index, EngineModel model) {
    private static final long MIB = 1 << 20;
    private static final int PPM_DIGITS = 6;

    static NodeBlueprint of(EmulatorConfig config, int index) {
        var architecture = Models.find(config.model()).orElseThrow();
        var gpu = Gpus.find(config.gpu()).orElseThrow();
        return new NodeBlueprint(
                config, index, new EngineModel(architecture, gpu, config.gpusPerNode()));
    }

    String nodeId() {
        return "node-" + (index + 1);
    }

    EngineRole role() {
        if (config.prefillNodes() == 0) {
            return EngineRole.BOTH;
        }
        return index < config.prefillNodes() ? EngineRole.PREFILL : EngineRole.DECODE;
    }

    String zone() {
        return config.zones().get(index % config.zones().size());
    }

    /**
     * A new engine of this node, idle from this instant.
     *
     * @param cacheNews hears what happens to its prefix cache
     */
    EmulatedEngine engineAt(long nowNanos, long nowUs, Consumer<List<CacheEvent>> cacheNews) {
        var meter =
                new HourMeter(
                        nowNanos,
                        nowUs,
                        model.idlePowerMilliwatts(),
                        config.hostShare().movePointRight(PPM_DIGITS).longValue(),
                        config.limits().meterHours());
        return new EmulatedEngine(model, limits(), config.speed(), nowNanos, meter, cacheNews);
    }

    private BatchLimits limits() {
        var engine = config.engine();
        return new BatchLimits(
                kvCapacityTokens(),
                engine.maxRunning(),
                engine.maxBatchedTokens(),
                engine.maxWaiting(),
                PromptTokens.BLOCK_TOKENS);
    }

    int enginePort() {
        return config.basePort() == 0 ? 0 : config.basePort() + 2 * index;
    }

    int devicePort() {
        return config.basePort() == 0 ? 0 : config.basePort() + 2 * index + 1;
    }

    /** Port of its KV events; that of their replay is the next one. */
    int kvPort() {
        return config.basePort() == 0 ? 0 : config.basePort() + 2 * (config.nodes() + index);
    }

    /** The key of its engine's start at this instant, by which its hashes are its own. */
    long startKey(long nowUs) {
        return Mix.at(Mix.at(config.seed(), index), nowUs);
    }

    List<DeviceIdentity> devices() {
        return IntStream.range(0, config.gpusPerNode()).mapToObj(this::device).toList();
    }

    /** An engine takes its share of the memory at start and keeps it, as vLLM does. */
    long memoryUsedMib() {
        return model.gpu().hbmBytes() * 9 / 10 / MIB;
    }

    private long kvCapacityTokens() {
        long configured = config.engine().kvCapacityTokens();
        return configured > 0 ? configured : model.kvCapacityTokens();
    }

    private DeviceIdentity device(int gpu) {
        return new DeviceIdentity(
                gpu,
                "GPU-" + uuid(gpu),
                ProductNames.of(config.gpu()),
                nodeId(),
                model.gpu().hbmBytes() / MIB,
                model.gpu().power().capMilliwatts(),
                TopClocks.megahertz(config.gpu()).orElseThrow());
    }

    private UUID uuid(int gpu) {
        long own = Mix.at(config.seed(), 64L * index + gpu);
        return new UUID(Mix.at(own, 0), Mix.at(own, 1));
    }
}
