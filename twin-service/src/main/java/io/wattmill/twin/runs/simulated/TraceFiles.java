// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.runs.simulated;

import io.wattmill.twin.simulate.load.PlannedLoads;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.source.TraceSource;
import io.wattmill.twin.trace.upload.TraceName;
import io.wattmill.twin.trace.upload.UploadedTrace;
import io.wattmill.twin.trace.upload.UploadedTraces;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Where the traces of runs are.
 *
 * @param folder of files that plans and runs may name
 * @param uploads that were sent here; empty where none are taken
 * @param limits bounds on what is read of a trace
 */
public record TraceFiles(TraceFolder folder, Optional<UploadedTraces> uploads, ReadLimits limits) {

    /** A folder alone, the usual limits. */
    public static TraceFiles in(TraceFolder folder) {
        return new TraceFiles(folder, Optional.empty(), ReadLimits.USUAL);
    }

    /** What a format and a path within the folder name; empty when there is no such file. */
    Optional<TraceSource> recorded(String format, String path) {
        return folder.locate(path)
                .filter(Files::isReadable)
                .flatMap(file -> PlannedLoads.source(format, file, limits));
    }

    /** What an owner, a slash and a name stand for; empty when that was not sent, or is gone. */
    Optional<TraceSource> uploaded(String name) throws IOException {
        Optional<TraceName> wanted = TraceName.parse(name);
        Optional<UploadedTrace> found =
                uploads.isPresent() && wanted.isPresent()
                        ? uploads.get().find(wanted.get())
                        : Optional.empty();
        return found.flatMap(each -> PlannedLoads.source(each.format(), each.file(), limits));
    }
}
