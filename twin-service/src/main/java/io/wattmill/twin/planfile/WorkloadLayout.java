// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.serving.Workload.Lengths;
import io.wattmill.twin.plan.serving.Workload.Recorded;
import io.wattmill.twin.plan.serving.Workload.Sessions;
import io.wattmill.twin.plan.serving.Workload.Source;
import io.wattmill.twin.plan.serving.Workload.Synthetic;

import java.util.List;
import java.util.Optional;

/** The keys of a load: a recorded trace, or requests made up by chance. */
final class WorkloadLayout {
    private static final List<String> FORMATS =
            List.of("mooncake", "azure", "servegen", "wattmill", "agents");
    private static final Range RATE = Range.real("requests/s", 0.001, 1_000_000);
    private static final Range TOKENS = Range.real("tokens", 1, 10_000_000);
    private static final Range ANY_TOKENS = Range.real("tokens", 0, 10_000_000);
    private static final Key TRACE = Key.may("trace", "A recording");
    private static final Key SYNTHETIC = Key.may("synthetic", "Requests made up by chance");
    private static final Key SESSIONS = Key.may("sessions", "Turns that carry what was said");

    /** Stands in for one that was reported. */
    private static final Source NOTHING =
            new Recorded("", FORMATS.getFirst(), Given.assumed(1.0, "nothing to replay"));

    private WorkloadLayout() {}

    static Workload workload(Section in) {
        var id = in.id(Key.must("id", "Name of the load"));
        var model = in.id(Key.must("model", "Id of the deployment that it asks for"));
        Optional<Source> trace =
                Layouts.oneIfGiven(in, TRACE, WorkloadLayout::recorded).map(each -> each);
        Optional<Source> made =
                Layouts.oneIfGiven(in, SYNTHETIC, WorkloadLayout::synthetic).map(each -> each);
        if (trace.isPresent() == made.isPresent()) {
            in.problem("trace", "", "is not one of trace and synthetic", "give one of them");
        }
        return new Workload(id, model, trace.or(() -> made).orElse(NOTHING));
    }

    private static Recorded recorded(Section in) {
        return new Recorded(
                in.text(Key.must("path", "The file, relative to the plan")).orElse(""),
                in.word(Key.must("format", "How it is written"), FORMATS)
                        .orElse(FORMATS.getFirst()),
                in.real(
                        Key.may("speed", "How many times faster than recorded"),
                        Range.real("times", 0.001, 10_000),
                        Given.assumed(1.0, "as recorded")));
    }

    private static Synthetic synthetic(Section in) {
        return new Synthetic(
                in.required(Key.must("requests-per-s", "That arrive, mean"), RATE)
                        / Section.MILLION,
                lengths(in, "input", "Prompt lengths"),
                lengths(in, "output", "Answer lengths"),
                Layouts.oneIfGiven(in, SESSIONS, WorkloadLayout::sessions));
    }

    private static Lengths lengths(Section in, String name, String doc) {
        return new Lengths(
                in.required(Key.must(name + "-tokens", doc + ", mean"), TOKENS) / Section.MILLION,
                in.real(
                        Key.may(name + "-variation", doc + ", deviation over mean"),
                        Range.real("", 0, 10),
                        Lengths.VARIATION));
    }

    private static Sessions sessions(Section in) {
        return new Sessions(
                in.required(
                                Key.must("turns", "Requests of one session, mean"),
                                Range.real("requests", 1, 10_000))
                        / Section.MILLION,
                in.real(
                        Key.may("tool-wait-s", "From an answer to the next request, mean"),
                        Range.real("s", 0, 86_400),
                        Sessions.TOOL_WAIT_S),
                in.real(
                        Key.may("shared-prefix-tokens", "That all sessions begin with"),
                        ANY_TOKENS,
                        Sessions.SHARED_PREFIX_TOKENS));
    }
}
