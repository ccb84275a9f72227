// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.upload;

import java.nio.file.Path;

/**
 * A trace that was sent whole.
 *
 * @param format of its rows, as it was said
 * @param bytes of its file
 * @param storedAtUs epoch microseconds
 */
public record UploadedTrace(
        TraceName name, String format, long bytes, long storedAtUs, Path file) {}
