// SPDX-License-Identifier: Apache-2.0
/**
 * The data folder of one running suite: its lock, its secrets, its first keys, its ready file.
 *
 * <p>It must not know what a service is or what PostgreSQL keeps: it gives out paths, and small
 * files that only their owner can read. Start reading at {@link
 * io.wattmill.standalone.folder.DataFolder}.
 */
@NullMarked
package io.wattmill.standalone.folder;

import org.jspecify.annotations.NullMarked;
