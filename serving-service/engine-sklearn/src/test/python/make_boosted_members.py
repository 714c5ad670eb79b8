#!/usr/bin/env python3
"""Makes models of scikit-learn with LightGBM's and XGBoost's estimators inside.

    pip install scikit-learn==1.9.1 pandas==3.1.1 skops==0.16.0 joblib lightgbm==4.7.0 xgboost==3.2.0
    python src/test/python/make_boosted_members.py

and the same with older ones, whose pickles hold boosters in other forms:

    pip install scikit-learn==1.3.2 'numpy<2' 'pandas<3' joblib lightgbm==3.3.5 xgboost==1.7.6
    pip install scikit-learn==1.2.2 'numpy<1.24' 'pandas<2' joblib lightgbm==3.3.5 xgboost==1.5.2

The folders are those of make_models.py, with XGBoost's version in their names.
"""

import numpy as np
import xgboost
from lightgbm import LGBMClassifier, LGBMRegressor
from make_models import frame, pickled, prepared, save
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier, XGBRegressor, XGBRFRegressor

VERSION = ".".join(xgboost.__version__.split(".")[:2])
LIGHT = {"n_estimators": 4, "num_leaves": 5, "verbosity": -1, "n_jobs": 1, "random_state": 7}
EXTREME = {"n_estimators": 4, "max_depth": 3, "n_jobs": 1, "random_state": 7}


class Members:
    def __init__(self):
        data, score = frame(120)
        self.data = data
        self.score = score.to_numpy()
        self.words = np.where(score > 2.6, "high", np.where(score > 1.8, "mid", "low"))
        self.two = np.where(score > 2, "yes", "no")
        self.codes = np.digitize(score, [1.8, 2.6])
        self.numbers = data[["age", "income"]]
        self.count = 0

    def save(self, name, model, target, data=None, tolerance=1e-12):
        data = self.numbers if data is None else data
        model.fit(data, target)
        rows = data.head(12).copy()
        rows.loc[1, "age"] = np.nan
        if "city" in rows:
            rows.loc[0, "city"] = "nowhere"
        self.count += 1
        dump = pickled(2 + self.count % 4)
        save(f"{name}-{VERSION}", model, rows, dump, "model.pkl", "pickle", tolerance=tolerance)

    def pipelines(self):
        self.save("lgbm-pipeline", prepared(LGBMClassifier(**LIGHT), True), self.words, self.data)
        self.save("lgbm-pipeline-two", prepared(LGBMClassifier(**LIGHT), True), self.two, self.data)
        self.save("lgbm-pipeline-regressor", prepared(LGBMRegressor(**LIGHT), True), self.score, self.data)
        self.save("xgb-pipeline", prepared(XGBClassifier(**EXTREME), True), self.codes, self.data)
        self.save("xgb-pipeline-two", prepared(XGBClassifier(**EXTREME), True), self.score > 2, self.data)
        self.save("xgb-pipeline-regressor", prepared(XGBRegressor(**EXTREME), True), self.score, self.data)

    def around(self):
        light, extreme = LGBMClassifier(**LIGHT), XGBClassifier(**EXTREME)
        both = [("light", light), ("extreme", extreme)]
        numbers = [("light", LGBMRegressor(**LIGHT)), ("extreme", XGBRegressor(**EXTREME))]
        self.save("boosted-voting", VotingClassifier(both, voting="soft", weights=[2, 1]), self.words)
        self.save("boosted-voting-hard", VotingClassifier(both), self.words)
        self.save("boosted-voting-regressor", VotingRegressor(numbers), self.score)
        self.save("boosted-stacking", StackingClassifier(both, LogisticRegression(), cv=2), self.words)
        self.save("boosted-stacking-regressor", StackingRegressor(numbers, Ridge(), cv=2), self.score)
        self.save("lgbm-calibrated", CalibratedClassifierCV(light, cv=2), self.two)
        self.save("lgbm-search", GridSearchCV(light, {"num_leaves": [3, 5]}, cv=2), self.two)
        self.save("xgb-search", GridSearchCV(extreme, {"max_depth": [2, 3]}, cv=2), self.codes)
        several = np.column_stack([self.score, self.numbers.income * 2])
        self.save("lgbm-outputs", MultiOutputRegressor(LGBMRegressor(**LIGHT)), several)
        outputs = make_pipeline(StandardScaler(), XGBRegressor(**EXTREME))
        self.save("xgb-outputs", outputs, several)

    def rest(self):
        smooth = CalibratedClassifierCV(XGBClassifier(**EXTREME), cv=2, method="isotonic")
        self.save("xgb-calibrated", smooth, self.codes)
        gaps = self.numbers.fillna(0).where(self.numbers.age > 30, -1.0)
        self.save("xgb-missing", make_pipeline(XGBRegressor(missing=-1.0, **EXTREME)), self.score, gaps)
        self.save("xgb-forest", make_pipeline(StandardScaler(), XGBRFRegressor(**EXTREME)), self.score)
        gamma = XGBRegressor(objective="reg:gamma", booster="dart", rate_drop=0.3, **EXTREME)
        self.save("xgb-gamma", make_pipeline(gamma), self.score - self.score.min() + 1, tolerance=1e-6)
        forest = LGBMClassifier(boosting_type="rf", subsample_freq=1, subsample=0.7, **LIGHT)
        self.save("lgbm-forest", make_pipeline(forest), self.codes * 3 - 1)


if __name__ == "__main__":
    members = Members()
    members.pipelines()
    if VERSION == "3.2":
        members.around()
    members.rest()
