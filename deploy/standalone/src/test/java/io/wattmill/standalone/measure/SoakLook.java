// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.IOException;

/** What a process kept at one moment. */
record SoakLook(Footprint kept, long descriptors, long pssKb, long unsettled) {

    static SoakLook at(Child process, Backlog backlog) throws IOException {
        var kept = Footprint.of(process.ask(Footprint.ASK));
        var memory = new Memory(process.handle());
        return new SoakLook(kept, memory.descriptors(), memory.pssKb(), backlog.unsettled());
    }
}
