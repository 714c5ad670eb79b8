package org.tandemml.registry.run;

import org.tandemml.model.RunId;

/** A point of a metric and the run that it belongs to, where points of several runs meet. */
public record RunMetric(RunId run, Metric metric) {}
