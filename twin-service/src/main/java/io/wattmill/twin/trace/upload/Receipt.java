// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.upload;

/** What became of a part of a trace. */
public sealed interface Receipt {

    /** It is on file; so many bytes of the trace are, now. */
    record Taken(long bytes) implements Receipt {}

    /**
     * It does not begin where the part before it ended.
     *
     * @param bytes that are on file: where the next part begins
     */
    record OutOfPlace(long bytes) implements Receipt {}

    /** A trace of this name is there already. */
    record NameTaken() implements Receipt {}

    /**
     * More than its owner may keep.
     *
     * @param limit the setting that says so
     * @param most what it allows
     */
    record OverQuota(String limit, long most) implements Receipt {}
}
