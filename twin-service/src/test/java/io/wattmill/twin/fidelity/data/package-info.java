/**
 * What the programs share: where the public data lies, rows of CSV files, errors and their
 * quantiles, a minimizer.
 */
@NullMarked
package io.wattmill.twin.fidelity.data;

import org.jspecify.annotations.NullMarked;
