-- What search reads: runs in the order of their status or user, measurements of logged models by
-- value, and themselves by their run (an empty text is none), versions by alias and by stage.

CREATE INDEX runs_by_status ON runs (experiment_id, status, start_time DESC, run_id);
CREATE INDEX runs_by_user ON runs (experiment_id, user_id, start_time DESC, run_id);
CREATE INDEX logged_model_metrics_by_value ON logged_model_metrics (key, value, model_number);
CREATE INDEX logged_models_by_source_run ON logged_models (NULLIF(source_run_id, ''));
CREATE INDEX model_aliases_by_alias ON model_aliases (alias);
CREATE INDEX model_versions_by_current_stage ON model_versions (stage);
