// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceAlarm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The health of this node's devices: faults in, verdicts and happenings out. Devices that nothing
 * is known against take no room. Every call brings its moment; moments do not go back.
 */
public final class HealthBook {

    private static final int ECHOES_PER_DEVICE = 16;

    private final XidTable table;
    private final HealthRules rules;
    private final Echoes echoes;
    private final Map<String, DeviceCourse> courses = new TreeMap<>();
    private final Map<String, Long> occurrences = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private boolean unsure;

    /** A book in which every device is healthy. */
    public HealthBook(XidTable table, HealthRules rules) {
        this.table = table;
        this.rules = rules;
        this.echoes = new Echoes(rules.echoNanos(), ECHOES_PER_DEVICE * rules.maxDevices());
    }

    /**
     * What an alarm came to.
     *
     * @param response what the fault asks for
     * @param news whether it is no echo of one that was told before
     * @param refused whether it was left out because too many devices are known
     * @param happenings what is to be told
     */
    public record Outcome(
            Response response, boolean news, boolean refused, List<Happening> happenings) {}

    /** Takes an alarm. */
    public Outcome accept(DeviceAlarm alarm, Moment now) {
        Fault fault = Fault.of(alarm, table);
        if (!courses.containsKey(fault.deviceId()) && courses.size() >= rules.maxDevices()) {
            return new Outcome(fault.response(), false, true, List.of());
        }
        DeviceCourse course =
                courses.computeIfAbsent(fault.deviceId(), id -> new DeviceCourse(id, rules, now));
        Echoes.Hearing hearing = echoes.hear(alarm, fault.response(), now.nanos());
        List<Happening> happenings = new ArrayList<>();
        if (hearing == Echoes.Hearing.NEWS) {
            occurrence(fault, happenings);
        }
        if (hearing != Echoes.Hearing.ECHO) {
            course.accept(fault, now).ifPresent(happenings::add);
        }
        boolean news = hearing == Echoes.Hearing.NEWS;
        return new Outcome(fault.response(), news, false, happenings);
    }

    /**
     * The first, second, fourth, eighth ... time is told: a storm of faults is a few lines, and
     * still says how many.
     */
    private void occurrence(Fault fault, List<Happening> happenings) {
        String key = fault.deviceId() + ' ' + fault.code();
        long times = occurrences.merge(key, 1L, Long::sum);
        if (Long.bitCount(times) == 1) {
            String text = times == 1 ? fault.text() : fault.text() + " (time " + times + ")";
            happenings.add(
                    new Happening(fault.alarm().atUs(), fault.code(), fault.deviceId(), text));
        }
    }

    /**
     * Takes what a device says of its memory rows, as often as it says so: a state, of which only
     * what changes a verdict is news.
     */
    public Outcome rows(String deviceId, MemoryRows rows, Moment now) {
        if (rows == MemoryRows.WHOLE && !courses.containsKey(deviceId)) {
            return new Outcome(rows.response(), false, false, List.of());
        }
        if (!courses.containsKey(deviceId) && courses.size() >= rules.maxDevices()) {
            return new Outcome(rows.response(), false, true, List.of());
        }
        DeviceCourse course =
                courses.computeIfAbsent(deviceId, id -> new DeviceCourse(id, rules, now));
        List<Happening> happenings = course.rows(rows, now).stream().toList();
        boolean fault = rows != MemoryRows.WHOLE && !happenings.isEmpty();
        return new Outcome(rows.response(), fault, false, happenings);
    }

    /** Lets time pass, and learns what runs where. */
    public List<Happening> tick(Occupancy occupancy, Moment now) {
        unsure = occupancy.unsure();
        occupancy.byDevice().keySet().stream()
                .filter(device -> known.size() < rules.maxDevices())
                .forEach(known::add);
        List<Happening> happenings = new ArrayList<>();
        courses.values().forEach(c -> c.tick(occupancy, now).ifPresent(happenings::add));
        return happenings;
    }

    /**
     * A device was repaired. One whose memory rows failed stays out of work: no reset helps it.
     *
     * @param how in words
     */
    public List<Happening> repaired(String deviceId, String how, Moment now) {
        DeviceCourse course = courses.get(deviceId);
        return course == null ? List.of() : course.repaired(how, now).stream().toList();
    }

    /** An operator says that the node is fit for work. */
    public List<Happening> resume(Moment now) {
        return courses.values().stream()
                .flatMap(course -> course.recover("an operator resumed it", now).stream())
                .toList();
    }

    /** The verdicts now. */
    public Diagnosis diagnosis() {
        return Diagnosis.of(
                courses.values().stream()
                        .map(DeviceCourse::condition)
                        .filter(condition -> condition.fitness() != Fitness.HEALTHY)
                        .toList(),
                known,
                unsure);
    }
}
