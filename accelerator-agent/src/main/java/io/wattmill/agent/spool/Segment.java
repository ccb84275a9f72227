// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

import java.nio.file.Path;

/**
 * A file that is written no more.
 *
 * @param items how many items it holds
 * @param lastId of its last item, 0 when it holds none
 */
record Segment(Path file, long items, long lastId, long bytes) {}
