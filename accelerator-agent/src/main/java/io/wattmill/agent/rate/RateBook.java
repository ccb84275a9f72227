// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.rate;

import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodePicture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The pace of every engine of this node. Looked at once a second or so; asked at any time. Not
 * thread-safe.
 */
public final class RateBook {

    private final long windowUs;
    private final Map<String, RateWindow> engines = new HashMap<>();

    /**
     * A book that knows nothing yet.
     *
     * @param windowUs how far back a pace goes, microseconds
     */
    public RateBook(long windowUs) {
        this.windowUs = windowUs;
    }

    /**
     * Takes what is known of the node now.
     *
     * @param atUs now, epoch microseconds
     */
    public void look(NodePicture picture, long atUs) {
        engines.keySet()
                .retainAll(
                        picture.engines().stream()
                                .map(engine -> engine.config().id())
                                .collect(Collectors.toSet()));
        picture.engines().forEach(engine -> look(picture, engine, atUs));
    }

    private void look(NodePicture picture, EngineStatus engine, long atUs) {
        RateWindow window =
                engines.computeIfAbsent(engine.config().id(), _ -> new RateWindow(windowUs));
        switch (engine.scan()) {
            case EngineScan.Unreached _ -> window.clear();
            case EngineScan.Reached(EngineReading reading, long readAtUs) -> {
                if (reading.tells(Figure.GENERATED_TOKENS)) {
                    OptionalLong energyUj = energyUj(picture, engine);
                    window.accept(point(reading, readAtUs, atUs, energyUj));
                }
            }
        }
    }

    private static RateWindow.Point point(
            EngineReading reading, long readAtUs, long atUs, OptionalLong energyUj) {
        OptionalLong prompt =
                reading.tells(Figure.PROMPT_TOKENS)
                        ? OptionalLong.of(reading.promptTokens())
                        : OptionalLong.empty();
        return new RateWindow.Point(readAtUs, prompt, reading.generatedTokens(), atUs, energyUj);
    }

    /** The pace of an engine; empty when it was not read twice since it was last away. */
    public Optional<EngineRate> of(String engineId) {
        return Optional.ofNullable(engines.get(engineId)).flatMap(RateWindow::rate);
    }

    /**
     * Microjoules of an engine's devices; empty when one of them has no meter, cannot be read now,
     * or is, or may be, another engine's too: whose joules those are is not for a sum to say.
     */
    private static OptionalLong energyUj(NodePicture picture, EngineStatus engine) {
        List<String> ids = picture.deviceIds(engine);
        if (ids.isEmpty() || picture.deviceTrouble().isPresent() || picture.sharesDevices(engine)) {
            return OptionalLong.empty();
        }
        long sum = 0;
        int metered = 0;
        for (DeviceStatus device : picture.devices()) {
            Optional<EnergyReading> energy = device.energy();
            if (energy.isPresent() && ids.contains(device.reading().deviceId())) {
                sum += energy.get().energyUj();
                metered++;
            }
        }
        return metered == ids.size() ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
