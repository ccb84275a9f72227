// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.agent.energy.EnergyReading.Notice;
import io.wattmill.agent.energy.EnergySource;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineFit;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodePicture;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The learners of a node's engines. An engine that shares a device with another, or may (nobody
 * knows where the other computes), learns nothing: the meter does not tell the two apart.
 */
public final class NodeLearner {

    private final EstimatorConfig config;
    private final Map<String, EnergyTimeline> meters = new HashMap<>();
    private final Map<String, Pupil> pupils = new HashMap<>();

    /** What is learned of: joules of another model are another engine's. */
    private record Subject(EngineConfig config, Set<String> models) {

        static Subject of(EngineStatus engine) {
            return new Subject(
                    engine.config(),
                    engine.models().stream()
                            .map(ServedModelReading::model)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private record Pupil(Subject subject, EngineLearner learner) {}

    /** Nothing is known yet. */
    public NodeLearner(EstimatorConfig config) {
        this.config = config;
    }

    /**
     * Learns from the picture after a look at the devices.
     *
     * @param atUs instant of the look, epoch microseconds
     * @return what is known of each engine, by engine id, where something is
     */
    public Map<String, EngineFit> look(NodePicture picture, long atUs) {
        Map<String, EngineFit> known = new LinkedHashMap<>();
        pupils.keySet().retainAll(picture.engines().stream().map(NodeLearner::id).toList());
        picture.devices().forEach(device -> read(device, atUs));
        for (EngineStatus engine : picture.engines()) {
            EngineLearner learner = learner(engine);
            picture.prior(engine).map(Priors::read).ifPresent(learner::believe);
            look(learner, engine, picture, atUs);
            learner.fit().ifPresent(fit -> known.put(id(engine), fit));
        }
        return known;
    }

    private EngineLearner learner(EngineStatus engine) {
        Subject subject = Subject.of(engine);
        Pupil known = pupils.get(id(engine));
        if (known != null && known.subject().equals(subject)) {
            return known.learner();
        }
        EngineLearner learner = new EngineLearner(config);
        pupils.put(id(engine), new Pupil(subject, learner));
        return learner;
    }

    /** A meter that is not there, began anew or missed something has no past. */
    private void read(DeviceStatus device, long atUs) {
        EnergyTimeline meter =
                meters.computeIfAbsent(
                        device.reading().deviceId(), _ -> new EnergyTimeline(config.gapUs()));
        Optional<EnergyReading> energy = device.energy();
        if (energy.isEmpty() || isBroken(energy.get())) {
            meter.restart();
        } else {
            device.course().forEach(point -> meter.add(point.atUs(), point.energyUj()));
        }
        energy.ifPresent(now -> meter.add(atUs, now.energyUj()));
    }

    private void look(EngineLearner learner, EngineStatus engine, NodePicture picture, long atUs) {
        Optional<List<EnergyTimeline>> own = meters(picture.deviceIds(engine), atUs);
        if (own.isPresent() && !picture.sharesDevices(engine)) {
            learner.energy(atUs, own.get());
        } else {
            learner.energyLost();
        }
        if (engine.scan() instanceof EngineScan.Reached(var reading, long readAtUs)) {
            learner.counters(reading, readAtUs);
        }
    }

    private static String id(EngineStatus engine) {
        return engine.config().id();
    }

    /** The meters of all these devices; empty when one of them was not read just now. */
    private Optional<List<EnergyTimeline>> meters(List<String> deviceIds, long atUs) {
        List<EnergyTimeline> read =
                deviceIds.stream()
                        .flatMap(id -> Optional.ofNullable(meters.get(id)).stream())
                        .filter(meter -> meter.reaches(atUs))
                        .toList();
        return read.isEmpty() || read.size() < deviceIds.size()
                ? Optional.empty()
                : Optional.of(read);
    }

    /** It began anew, or counted nothing across a gap. */
    private static boolean isBroken(EnergyReading energy) {
        boolean missed =
                energy.source() == EnergySource.INTEGRAL && energy.notices().contains(Notice.GAP);
        return missed || energy.notices().contains(Notice.COUNTER_RESET);
    }
}
