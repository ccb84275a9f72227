// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.serving.Workload.Lengths;
import io.wattmill.twin.plan.serving.Workload.Recorded;
import io.wattmill.twin.plan.serving.Workload.Sessions;
import io.wattmill.twin.plan.serving.Workload.Synthetic;

import java.util.List;
import java.util.Optional;

/** The keys of a load: a recorded trace, or requests made up by chance. */
final class WorkloadLayout {
    private static final List<String> FORMATS =
            List.of("mooncake", "azure", "servegen", "wattmill");
    private static final Range RATE = Range.real("requests/s", 0.001, 1_000_000);
    private static final Range TOKENS = Range.real("tokens", 1, 10_000_000);
    private static final Range ANY_TOKENS = Range.real("tokens", 0, 10_000_000);
    private static final Key TRACE = Key.may("trace", "A recording");
    private static final Key SYNTHETIC = Key.may("synthetic", "Requests made up by chance");
    private static final Key SESSIONS = Key.may("sessions", "Turns that carry what was said");

    private WorkloadLayout() {}

    static Workload workload(Section in) {
        var id = in.id(Key.must("id", "Name of the load"));
        var model = in.id(Key.must("model", "Id of the deployment that it asks for"));
        boolean recorded = in.has(TRACE);
        if (recorded == in.has(SYNTHETIC)) {
            in.problem("", "", "is not one of trace and synthetic", "give exactly one of them");
        }
        // Only the form that is given may miss keys; the schema sees both.
        var trace = Layouts.one(in, TRACE, each -> recorded(each, recorded || !in.has(SYNTHETIC)));
        var made = Layouts.one(in, SYNTHETIC, each -> synthetic(each, in.has(SYNTHETIC)));
        return new Workload(id, model, recorded ? trace : made);
    }

    private static Recorded recorded(Section in, boolean meant) {
        return new Recorded(
                in.text(key(meant, "path", "The file, relative to the plan")).orElse(""),
                in.word(key(meant, "format", "How it is written"), FORMATS)
                        .orElse(FORMATS.getFirst()),
                in.real(
                        Key.may("speed", "How many times faster than recorded"),
                        Range.real("times", 0.001, 10_000),
                        Given.assumed(1.0, "as recorded")));
    }

    private static Synthetic synthetic(Section in, boolean meant) {
        var sessions = Layouts.one(in, SESSIONS, each -> sessions(each, in.has(SESSIONS)));
        return new Synthetic(
                in.required(key(meant, "requests-per-s", "That arrive, mean"), RATE)
                        / Section.MILLION,
                lengths(in, meant, "input", "Prompt lengths"),
                lengths(in, meant, "output", "Answer lengths"),
                in.has(SESSIONS) ? Optional.of(sessions) : Optional.empty());
    }

    private static Lengths lengths(Section in, boolean meant, String name, String doc) {
        return new Lengths(
                in.required(key(meant, name + "-tokens", doc + ", mean"), TOKENS) / Section.MILLION,
                in.real(
                        Key.may(name + "-variation", doc + ", deviation over mean"),
                        Range.real("", 0, 10),
                        Lengths.VARIATION));
    }

    private static Sessions sessions(Section in, boolean meant) {
        return new Sessions(
                in.required(
                                key(meant, "turns", "Requests of one session, mean"),
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

    private static Key key(boolean must, String name, String doc) {
        return must ? Key.must(name, doc) : Key.may(name, doc);
    }
}
