// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: one class per command, parsed by picocli, each a few lines over the package
 * that does the work.
 *
 * <p>It must not contain decisions: it turns words into values, outcomes into text and an exit
 * code. Start reading at {@link io.wattmill.standalone.cli.Wattmill}.
 */
@NullMarked
package io.wattmill.standalone.cli;

import org.jspecify.annotations.NullMarked;
